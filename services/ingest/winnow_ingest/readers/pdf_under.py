"""What other software read in a scan, against what its picture says."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from winnow.contracts.parsed import HiddenText, Word

TOKEN: Final = re.compile(r"\w{3,}")
HALF: Final = 0.5  # share of its words that the picture shows; two programs differ less
LONG: Final = 6  # words in a row that the picture does not show: no slip of OCR


def unread(under: Sequence[HiddenText], words: Iterable[Word]) -> list[HiddenText]:
    """Passages of the invisible layer that the recognised words of the page do not bear out.

    All of it, where most is not there; else those with a long row of words that are not. The
    picture counts, never the layer; this is only to tell that somebody put words into it.
    """
    read = {token for word in words for token in _tokens(word.text)}
    told = [token for passage in under for token in _tokens(passage.text)]
    if sum(token in read for token in told) < HALF * len(told):
        return list(under)
    return [
        passage.model_copy(update={"text": text, "box": None})
        for passage in under
        for text in _rows(passage.text.split(), read)
    ]


def _rows(words: Sequence[str], read: set[str]) -> Iterator[str]:
    row: list[str] = []
    for word in (*words, None):
        tokens = [] if word is None else _tokens(word)
        if word is not None and not read.intersection(tokens):
            row += [word] if row or tokens else []
            continue
        if sum(bool(_tokens(one)) for one in row) >= LONG:
            yield " ".join(row)
        row = []


def _tokens(text: str) -> list[str]:
    return TOKEN.findall(text.lower())
