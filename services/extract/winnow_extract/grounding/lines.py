"""Lines of the text, and which of them stand beside each other on the page."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from winnow.contracts.base import Box
from winnow_extract.grounding.places import Places


class Frame(NamedTuple):
    """Around several words, in shares of the page."""

    x0: float
    y0: float
    x1: float
    y1: float


class Line(NamedTuple):
    """Characters `start` to `end` of the text, and the box around them where one is known."""

    start: int
    end: int
    box: Box | Frame | None


class Lines:
    """Visual rows are numbered down the document; a row holds the lines beside each other."""

    def __init__(self, text: str, places: Places) -> None:
        self._text = text
        self._places = places
        self._pages: dict[int, dict[int, int]] = {}
        self._rows: dict[tuple[int, int], list[Line]] = {}

    def start_of(self, at: int) -> int:
        """Where the line of a character begins."""
        return self._text.rfind("\n", 0, at) + 1

    def row_of(self, at: int) -> tuple[int, int]:
        """Page and number, from the top, of the visual row that a character stands on."""
        page = self._places.page_of(at)
        if page is None:
            return 0, self._line_number(at)
        start = self.start_of(at)
        rows = self._page(page)
        return (page, rows[start]) if start in rows else (page, len(rows) + self._line_number(at))

    def on_row(self, row: tuple[int, int]) -> list[Line]:
        """The lines of a visual row from left to right; empty where there is no such row."""
        self._page(row[0])
        return self._rows.get(row, [])

    def _page(self, page: int) -> dict[int, int]:
        """For each line of the page, by where it begins, the number of its visual row."""
        if page not in self._pages:
            rows = _in_rows(self._lines_of(page))
            self._rows |= {
                (page, number): sorted(row, key=lambda line: line.box.x0 if line.box else 0.0)
                if len(row) > 1
                else row
                for number, row in enumerate(rows)
            }
            self._pages[page] = {
                line.start: number for number, row in enumerate(rows) for line in row
            }
        return self._pages[page]

    def _lines_of(self, page: int) -> list[Line]:
        found: list[Line] = []
        for at in self._places.pages.get(page, ()):
            element = self._places.elements[at]
            start, end = element.start, element.end
            if self._text.find("\n", start, end) < 0:
                found.append(Line(start, end, element.box))
            else:
                found += self._parted(at, start, end)
        return found

    def _parted(self, at: int, start: int, end: int) -> Iterator[Line]:
        """The lines of an element, each around its words; without words it has its share of it."""
        count = self._text.count("\n", start, end) + 1
        tokens = self._places.drawn_in(at)
        whole = self._places.elements[at].box
        used = 0
        for number in range(count):
            stop = self._text.find("\n", start, end)
            stop = end if stop < 0 else stop
            first = used
            while used < len(tokens) and tokens[used][0] < stop:
                used += 1
            if used > first:
                yield Line(start, stop, _around([box for _, _, box in tokens[first:used]]))
            else:
                yield Line(start, stop, _share(whole, number, count) if whole else None)
            start = stop + 1

    @cached_property
    def _breaks(self) -> list[int]:
        found: list[int] = []
        at = self._text.find("\n")
        while at >= 0:
            found.append(at)
            at = self._text.find("\n", at + 1)
        return found

    def _line_number(self, at: int) -> int:
        return bisect_right(self._breaks, at)


def _in_rows(lines: list[Line]) -> list[list[Line]]:
    """From top to bottom; without boxes each line is a row of its own, as the text has them.

    Lines are beside each other where the middle of each lies within the other's height.
    """
    placed = [
        ((line.box.y0 + line.box.y1) / 2, line.box.y0, line.box.y1, line)
        for line in lines
        if line.box is not None
    ]
    if len(placed) < len(lines):
        return [[line] for line in lines]
    placed.sort(key=itemgetter(0))
    rows: list[list[Line]] = []
    seed = top = bottom = -1.0
    for middle, y0, y1, line in placed:
        if top <= middle <= bottom and y0 <= seed <= y1:
            rows[-1].append(line)
        else:
            rows.append([line])
            seed, top, bottom = middle, y0, y1
    return rows


def _around(boxes: list[Box]) -> Frame:
    return Frame(
        min([box.x0 for box in boxes]),
        min([box.y0 for box in boxes]),
        max([box.x1 for box in boxes]),
        max([box.y1 for box in boxes]),
    )


def _share(box: Box, number: int, count: int) -> Frame:
    height = (box.y1 - box.y0) / count
    return Frame(box.x0, box.y0 + number * height, box.x1, box.y0 + (number + 1) * height)
