"""Whether the cells of a list's row stand on one visual row, and the rows in the printed order."""

import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from bench.grounding.aligners import Placement
from bench.grounding.meanings import Span
from bench.grounding.truth import Printed, Scalar

from winnow.contracts.parsed import ParsedDocument

CELL = re.compile(r"(.+)/(\d+)/[^/]+")


class Height(NamedTuple):
    """A place down the document: page, and top and bottom of the first word there."""

    page: int
    top: float
    bottom: float

    def beside(self, other: "Height") -> bool:
        """On one visual row: the middle of each lies within the other's height."""
        return (
            self.page == other.page
            and other.top <= (self.top + self.bottom) / 2 <= other.bottom
            and self.top <= (other.top + other.bottom) / 2 <= self.bottom
        )


class Rows:
    """Counts rows that could stand on one visual row, and those that were put on one."""

    def __init__(self) -> None:
        self.possible = self.whole = self.pairs = self.ordered = 0
        self.broken: list[str] = []

    def add(
        self,
        name: str,
        parsed: ParsedDocument,
        printed: Printed,
        values: Mapping[str, Scalar],
        placement: Placement,
    ) -> None:
        cells: dict[tuple[str, int], list[str]] = defaultdict(list)
        for pointer in values:
            if found := CELL.fullmatch(pointer):
                cells[found[1], int(found[2])].append(pointer)
        tops: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for (of, number), pointers in cells.items():
            places = {p: spots for p in pointers if (spots := printed.literal(values[p]))}
            if len(places) < 2 or not _one_row(parsed, list(places.values())):
                continue
            self.possible += 1
            heights = [_drawn(placement, pointer) for pointer in places]
            known = [height for height in heights if height]
            if len(known) == len(heights) and all(known[0].beside(other) for other in known):
                self.whole += 1
            else:
                told = {at: (values[at], _drawn(placement, at)) for at in places}
                self.broken.append(f"{name} {of}/{number} {told}")
            if known:
                tops[of].append((known[0].page, known[0].top))
        for family in tops.values():
            self.pairs += len(family) - 1
            self.ordered += sum(one <= two for one, two in pairwise(family))

    def report(self) -> dict[str, Any]:
        if not self.possible:
            return {}
        return {
            "rows": self.possible,
            "rows_whole": round(self.whole / self.possible, 4),
            "rows_in_order": round(self.ordered / self.pairs, 4) if self.pairs else None,
        }


def _drawn(placement: Placement, pointer: str) -> Height | None:
    placed = placement.get(pointer)
    if placed is None or not placed.boxes or placed.page is None:
        return None
    return Height(placed.page, placed.boxes[0].y0, placed.boxes[0].y1)


def _one_row(parsed: ParsedDocument, cells: list[list[Span]]) -> bool:
    """Whether the text has a line with a place for each cell, no two cells on one place.

    The ingest reader writes a visual row as one line, so lines of the text tell.
    """
    on: dict[int, list[set[Span]]] = defaultdict(lambda: [set() for _ in cells])
    for number, places in enumerate(cells):
        for span in places:
            on[parsed.text.count("\n", 0, span[0])][number].add(span)
    return any(all(spans) and _distinct(spans) for spans in on.values())


def _distinct(cells: list[set[Span]]) -> bool:
    """Whether each cell can have a place of its own (Hall's condition, by trying)."""
    if not cells:
        return True
    first, *rest = sorted(cells, key=len)
    return any(_distinct([other - {span} for other in rest]) for span in first)
