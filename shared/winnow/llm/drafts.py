"""Guesses at what a model will write next: what followed the same words earlier on.

Extraction copies from the document and repeats its own layout, so the guesses are often right; a
model checks several tokens in the time of one. (Prompt lookup decoding, after Saxena, 2023.)
"""

from collections.abc import Sequence

_SAME = (3, 2)  # how many tokens must agree, best first


class Drafts:
    """Remembers all tokens read and written, and what came after each few of them."""

    def __init__(self, tokens: Sequence[int], length: int = 8) -> None:
        self._length = length
        self._tokens: list[int] = []
        self._next: dict[tuple[int, ...], int] = {}
        self.extend(tokens)

    def extend(self, tokens: Sequence[int]) -> None:
        """Add tokens in order."""
        for token in tokens:
            for count in _SAME:
                self._next[tuple(self._tokens[-count:])] = len(self._tokens)
            self._tokens.append(token)

    def propose(self) -> list[int]:
        """Guess the next tokens from the last place where the same ones stood; maybe none."""
        for count in _SAME:
            at = self._next.get(tuple(self._tokens[-count:]))
            if at is not None:
                return self._tokens[at : at + self._length]
        return []
