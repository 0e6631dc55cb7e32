"""How many tokens a call took."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """The four kinds of tokens of one or more calls, no token counted in two kinds."""

    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0

    def __add__(self, other: "Tokens") -> "Tokens":
        return Tokens(
            self.input + other.input,
            self.output + other.output,
            self.cache_read + other.cache_read,
            self.cache_write + other.cache_write,
        )
