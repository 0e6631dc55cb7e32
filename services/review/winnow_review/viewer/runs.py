"""Text without a picture, cut where marks begin and end. Pure.

It is cut here and not in the browser: Python counts characters, scripts count UTF-16 units.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from winnow.contracts.base import Record
from winnow.contracts.parsed import ParsedDocument
from winnow_review.sheet.writing import shown
from winnow_review.viewer.marks import Mark

LINES = str.maketrans({"␉": "\t", "␊": "\n", "␍": ""})  # of `shown`: these lay out a paragraph


class Run(Record):
    """Text that the same marks cover; they are named by their index."""

    text: str
    marks: tuple[int, ...] = ()


class Paragraph(Record):
    """An element of a page that has no picture."""

    page: int
    title: bool
    runs: tuple[Run, ...]


def paragraphs_of(parsed: ParsedDocument, marks: Sequence[Mark]) -> tuple[Paragraph, ...]:
    """The elements of the pages without a picture, in reading order."""
    pictured = {page.number for page in parsed.pages if page.image is not None}
    spans = sorted(
        (mark.start, mark.end, index)
        for index, mark in enumerate(marks)
        if mark.start is not None and mark.end is not None and mark.start < mark.end
    )
    return tuple(
        Paragraph(
            page=element.page,
            title=element.category == "Title",
            runs=tuple(_runs(element.text, element.start, spans)),
        )
        for element in parsed.elements
        if element.page not in pictured
    )


def _runs(text: str, start: int, spans: list[tuple[int, int, int]]) -> Iterator[Run]:
    end = start + len(text)
    near = [one for one in spans[: bisect_left(spans, (end,))] if one[1] > start]
    cuts = {start, end, *(place for one in near for place in one[:2] if start < place < end)}
    for begin, stop in pairwise(sorted(cuts)):
        over = tuple(index for first, last, index in near if first <= begin and last >= stop)
        piece = text[begin - start : stop - start]
        yield Run(text=shown(piece).translate(LINES), marks=over)
