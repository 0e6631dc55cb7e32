"""Text with what does not matter taken out: case, accents, punctuation, spacing."""

import unicodedata
from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate
from typing import Final

from winnow_extract.grounding.scripts import PLAIN, tokens_of

SHORT_FORMS: Final = {
    "&": "and",
    "incorporated": "inc",
    "limited": "ltd",
    "corporation": "corp",
    "company": "co",
}
LOOKALIKES: Final = str.maketrans("oils", "0115")  # letters that OCR takes for digits
BARE: Final = str.maketrans(
    {"\u0131": "i", "\u00f8": "o", "\u0142": "l", "\u0111": "d", "\u00e6": "ae", "\u0153": "oe"}
)
DROPPED: Final = (  # marks without which a word is still the same; kana and Indic marks are not
    range(0x0300, 0x0370),
    range(0x0591, 0x05C8),
    range(0x0610, 0x061B),
    range(0x0640, 0x0641),
    range(0x064B, 0x0660),
    range(0x200C, 0x200E),
)


@lru_cache(maxsize=8192)
def fold(token: str) -> str:
    """Lower case without accents; & is the word and, legal forms are their short forms."""
    if token.isascii():
        folded = token.lower()
        return SHORT_FORMS.get(folded, folded)
    apart = unicodedata.normalize("NFKD", token.casefold()).casefold().translate(BARE)
    kept = (char for char in apart if not any(ord(char) in marks for marks in DROPPED))
    return "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in kept)


class Folded:
    """A text as one run of folded tokens (`plain`), in which whole tokens can be looked up.

    `alike` is `plain` with letters that look like digits made digits; both have the same length.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        tokens = list(tokens_of(text).finditer(text))
        if text.isascii():
            parts = [SHORT_FORMS.get(part, part) for part in PLAIN.findall(text.lower())]
        else:
            parts = [fold(token[0]) for token in tokens]
        if not all(parts):  # marks alone
            tokens = [token for token, part in zip(tokens, parts, strict=True) if part]
            parts = [part for part in parts if part]
        self.spans = [token.span() for token in tokens]  # of each token, in `text`
        self.starts = [0, *accumulate(map(len, parts))]  # of each token, in `plain`
        self.plain = "".join(parts)
        self.alike = self.plain.translate(LOOKALIKES)

    def token_at(self, position: int) -> int | None:
        """The index of the token that starts at this position of `plain`, or None.

        The end of the text counts as the start of one token more.
        """
        at = bisect_left(self.starts, position)
        return at if at < len(self.starts) and self.starts[at] == position else None

    def token_near(self, position: int) -> int:
        """The index of the token start that lies nearest to a position of `plain`."""
        at = bisect_left(self.starts, position)
        if at == 0:
            return 0
        if at == len(self.starts):
            return at - 1
        before, after = self.starts[at - 1], self.starts[at]
        return at if after - position <= position - before else at - 1

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The characters of `text` from token `first` up to, not including, token `last`."""
        return self.spans[first][0], self.spans[last - 1][1]

    def joints(self, first: int, last: int) -> frozenset[int]:
        """Where, counted from the first token, one token ends in a digit and the next starts so."""
        base = self.starts[first]
        return frozenset(
            start - base
            for start in self.starts[first + 1 : last]
            if self.plain[start - 1].isdigit() and self.plain[start].isdigit()
        )


@lru_cache(maxsize=4096)
def folded(value: str) -> Folded:
    """A value that is looked up, possibly in several ways."""
    return Folded(value)
