"""Which part of a document a question shows. Pure."""

import re
from bisect import bisect_left
from typing import Final

TAG: Final = re.compile(r"^\[page \d+\]\n", re.MULTILINE)  # as extract tells where a page begins
Span = tuple[int, int]  # first character of the document text, the one after the last


class Whereabouts:
    """Finds stretches of a document again, whatever became of its blanks and line ends."""

    def __init__(self, text: str) -> None:
        self._at = [at for at, character in enumerate(text) if not character.isspace()]
        self._plain = "".join(text.split())

    def shows_all(self, shown: str) -> bool:
        """Whether nothing of the document is missing in what is shown."""
        return _plain(shown) == self._plain

    def span(self, shown: str, after: int) -> Span | None:
        """Where it stands behind the character `after`; None where the document has no such part.

        Parts are asked in reading order, so of two that read alike the first behind the last part
        is meant.
        """
        plain = _plain(shown)
        start = self._plain.find(plain, self._index(after)) if plain else -1
        if start < 0:
            return None
        return self._at[start], self._at[start + len(plain) - 1] + 1

    def _index(self, character: int) -> int:
        return bisect_left(self._at, character)


def _plain(shown: str) -> str:
    return "".join(TAG.sub("", shown).split())
