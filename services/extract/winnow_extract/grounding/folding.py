"""Text with what does not matter taken out: case, accents, punctuation, spacing."""

import re
import unicodedata
from bisect import bisect_left
from typing import Final

TOKEN: Final = re.compile(r"[^\W_]+|&")
SHORT_FORMS: Final = {
    "&": "and",
    "incorporated": "inc",
    "limited": "ltd",
    "corporation": "corp",
    "company": "co",
}
LOOKALIKES: Final = str.maketrans("oils", "0115")  # letters that OCR takes for digits


def fold(token: str) -> str:
    """Lower case without accents; & is the word and, legal forms are their short forms."""
    if token.isascii():
        folded = token.lower()
        return SHORT_FORMS.get(folded, folded)
    apart = unicodedata.normalize("NFKD", token.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


class Folded:
    """A text as one run of folded tokens (`plain`), in which whole tokens can be looked up.

    `alike` is `plain` with letters that look like digits made digits; both have the same length.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: list[tuple[int, int]] = []  # of each token, in `text`
        self.starts: list[int] = []  # of each token, in `plain`
        parts: list[str] = []
        length = 0
        for token in TOKEN.finditer(text):
            folded = fold(token[0])
            if not folded:
                continue
            self.spans.append(token.span())
            self.starts.append(length)
            parts.append(folded)
            length += len(folded)
        self.starts.append(length)
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
