"""All values of a document looked up together: the cells of a row belong side by side."""

import re
from collections.abc import Mapping
from typing import Final

from winnow.contracts.base import Box
from winnow.contracts.evidence import Evidence
from winnow_extract.grounding.finding import Scalar, evidence_of, find
from winnow_extract.grounding.found import RANK, Found
from winnow_extract.grounding.index import SourceIndex

ROW: Final = re.compile(r"(.*?/\d+)(?:/.*)?")
NEAREST: Final = 40  # places of one cell that are weighed
BACKWARDS: Final = 3  # how much worse a place before the row's anchor is than one behind it
OTHER_LINE: Final = 10_000  # how much worse a place on another line is


def ground_all(index: SourceIndex, leaves: Mapping[str, Scalar]) -> dict[str, Evidence]:
    """Evidence for every leaf by its JSON Pointer.

    Rows of a list are taken in order, each place once: the value of a row that has the fewest
    places is its anchor, and the others are sought on its line first. Other values prefer a line
    that names their field.
    """
    rows: dict[str, list[str]] = {}
    grounded: dict[str, Evidence] = {}
    for pointer, value in leaves.items():
        if match := ROW.fullmatch(pointer):
            rows.setdefault(match[1], []).append(pointer)
        else:
            grounded[pointer] = _single(index, pointer, value)
    cursor: dict[str, int] = {}
    taken: set[tuple[int, int]] = set()
    for row, pointers in rows.items():
        family = row.rpartition("/")[0]
        cells = {pointer: find(index, leaves[pointer]) for pointer in pointers}
        chosen = _choose_row(index, cells, cursor.get(family, 0), taken)
        for pointer in pointers:
            found = chosen.get(pointer)
            grounded[pointer] = evidence_of(index, found) if found else Evidence()
        if chosen:
            cursor[family] = min(found.start for found in chosen.values())
    return {pointer: grounded[pointer] for pointer in leaves}


def _single(index: SourceIndex, pointer: str, value: Scalar) -> Evidence:
    places = _top(find(index, value))
    if not places:
        return Evidence()
    words = [word for word in pointer.rpartition("/")[2].lower().split("_") if len(word) > 2]
    return evidence_of(index, min(places, key=lambda found: -_named(index, found, words)))


def _named(index: SourceIndex, found: Found, words: list[str]) -> int:
    line = index.text[index.text.rfind("\n", 0, found.start) + 1 : found.start][-60:].lower()
    return sum(word in line for word in words)


def _top(places: list[Found]) -> list[Found]:
    return [found for found in places if RANK[found.kind] == RANK[places[0].kind]]


def _choose_row(
    index: SourceIndex,
    cells: Mapping[str, list[Found]],
    cursor: int,
    taken: set[tuple[int, int]],
) -> dict[str, Found]:
    free = {
        pointer: left
        for pointer, places in cells.items()
        if (left := [found for found in places if (found.start, found.end) not in taken])
    }
    if not free:
        return {}
    anchor_pointer = min(free, key=lambda pointer: len(free[pointer]))
    anchor = min(_top(free[anchor_pointer]), key=lambda found: (found.start < cursor, found.start))
    chosen = {anchor_pointer: anchor}
    taken.add((anchor.start, anchor.end))
    for pointer, places in free.items():
        left = [found for found in places if (found.start, found.end) not in taken]
        if pointer != anchor_pointer and left:
            chosen[pointer] = _nearest(index, anchor, left)
            taken.add((chosen[pointer].start, chosen[pointer].end))
    return chosen


def _nearest(index: SourceIndex, anchor: Found, places: list[Found]) -> Found:
    close = sorted(places, key=lambda found: abs(found.start - anchor.start))[:NEAREST]
    anchor_boxes = index.places.boxes_of(anchor.start, anchor.end)

    def cost(found: Found) -> int:
        distance = found.start - anchor.start
        away = distance if distance >= 0 else -BACKWARDS * distance
        return away + (0 if _same_line(index, anchor, anchor_boxes, found) else OTHER_LINE)

    return min(close, key=cost)


def _same_line(
    index: SourceIndex, anchor: Found, anchor_boxes: tuple[Box, ...], found: Found
) -> bool:
    boxes = index.places.boxes_of(found.start, found.end)
    if anchor_boxes and boxes:
        if index.places.page_of(anchor.start) != index.places.page_of(found.start):
            return False
        middle = (boxes[0].y0 + boxes[0].y1) / 2
        return any(box.y0 <= middle <= box.y1 for box in anchor_boxes)
    first, last = sorted((anchor, found))
    return "\n" not in index.text[first.end : last.start]
