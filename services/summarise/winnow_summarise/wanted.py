"""What a summary is to be: how long, how much is read for it, and what it answers."""

from dataclasses import dataclass
from typing import Final

WHOLE: Final = (
    "what the document is, who it is about, and the amounts, dates and duties that matter"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """At most `sentences`, of at most `parts` parts of the document; about `focus`, if named."""

    sentences: int
    parts: int
    focus: str = ""

    @property
    def told(self) -> str:
        """What a model is told to say."""
        return f"only what answers this: {self.focus}" if self.focus else WHOLE

    @property
    def first(self) -> str:
        """Which statements a model is told to put first."""
        return f"those that best answer this: {self.focus}" if self.focus else "the most important"
