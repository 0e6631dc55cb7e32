"""Whether the words beside a value name its field: left of it on its line, or above it."""

import re
from typing import Final

from winnow.contracts.base import Box
from winnow_extract.grounding.found import Found
from winnow_extract.grounding.index import SourceIndex
from winnow_extract.grounding.lines import Line
from winnow_extract.grounding.naming import WORD, Naming

FIGURE: Final = re.compile(r"\d")
Row = tuple[int, int]
FAR: Final = 80  # characters to the left that are looked at
MOST: Final = 6  # words of a label
HEADERS: Final = 3  # rows above a list's first one
ABOVE: Final = 3.0  # heights of a line by which a label may stand above a value
NEAR: Final = 0.03  # of the page's width, by which a heading may stand beside its column


def labelled(index: SourceIndex, found: Found, naming: Naming, first: Row | None = None) -> bool:
    """Whether the words beside a place name the field; `first` is the first row of its list."""
    return left_fit(index, found, naming) > 0 or (naming.fit(_words_above(index, found, first)) > 0)


def left_fit(index: SourceIndex, found: Found, naming: Naming) -> int:
    """How well the words left of a place on its visual row name the field."""
    start = index.lines.start_of(found.start)
    words = _nearest(index.text[max(start, found.start - FAR) : found.start])
    if not words:
        words = _nearest(_text_before(index, found))
    return naming.fit(words)


def _nearest(left: str) -> list[str]:
    """The last words of a text, figures between them and the value left out, up to another figure.

    VAT 20% 20.00 Total 120.00: `Total` for the last, and `VAT` for the one before.
    """
    words: list[str] = []
    for token in reversed(left.split()):
        if token.isalpha():
            words.append(token)
        elif FIGURE.search(token):
            if words:
                break
        else:
            words += WORD.findall(token)
        if len(words) >= MOST:
            break
    return words


def _text_before(index: SourceIndex, found: Found) -> str:
    """Beside a line that begins with the value: what is left of it, or right in such scripts."""
    row = index.lines.on_row(index.lines.row_of(found.start))
    at = next((at for at, line in enumerate(row) if line.start <= found.start <= line.end), None)
    if at is None or len(row) < 2:
        return ""
    left = " ".join(index.text[line.start : line.end] for line in row[:at])
    right = " ".join(index.text[line.start : line.end] for line in reversed(row[at + 1 :]))
    return left or (right if re.search("[\u0590-\u08ff]", right) else "")


def _words_above(index: SourceIndex, found: Found, first: Row | None) -> list[str]:
    boxes = index.places.boxes_of(found.start, found.end)
    if not boxes:
        return _cell_above(index, found)
    page, number = first or index.lines.row_of(found.start)
    height = boxes[0].y1 - boxes[0].y0
    words: list[str] = []
    for above in range(number - 1, max(-1, number - 1 - HEADERS), -1):
        for line in index.lines.on_row((page, above)):
            if line.box is None:
                continue
            if first is None and boxes[0].y0 - line.box.y1 > ABOVE * height:
                return words
            words += _over(index, line, boxes[0])
        if words:
            break
    return words


def _over(index: SourceIndex, line: Line, box: Box) -> list[str]:
    """The words of those cells of a line that stand over a box."""
    words: list[str] = []
    for text, x0, x1 in index.cells_of(line):
        if x0 - NEAR < box.x1 and box.x0 < x1 + NEAR:
            words += [] if any(char.isdigit() for char in text) else WORD.findall(text)
    return words


def _cell_above(index: SourceIndex, found: Found) -> list[str]:
    """Without a layout: the same cell of the line before; all of it where the value begins one."""
    start = index.lines.start_of(found.start)
    if not start:
        return []
    end = index.text.find("\n", found.end)
    own = index.text[start : end if end >= 0 else None]
    before = index.text[index.lines.start_of(start - 1) : start - 1]
    cells, above = re.split(r"\||\t", own), re.split(r"\||\t", before)
    if len(cells) > 1 and len(cells) == len(above):
        at = len(re.split(r"\||\t", index.text[start : found.start])) - 1
        return WORD.findall(above[at])
    alone = len(before) <= FAR and not any(char.isdigit() for char in before)
    return WORD.findall(before) if alone and not index.text[start : found.start].strip() else []
