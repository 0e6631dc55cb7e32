"""The cells of a list's rows: each on its row of the page, in its column."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final

from winnow_extract.grounding.chains import Candidate, rows_of
from winnow_extract.grounding.found import RANK, Found
from winnow_extract.grounding.index import SourceIndex
from winnow_extract.grounding.spread import Spread

Place = tuple[int, int]
BACKWARDS: Final = 3  # how much worse a place before its row is than one behind it


class ListPlacing:
    """Puts the rows of one list in their places. A row is its cells by the name of their column."""

    def __init__(self, index: SourceIndex, rows: Sequence[Mapping[str, Spread]]) -> None:
        self._index = index
        self._rows = rows
        self._taken: set[Place] = set()
        self.homes = rows_of(rows)
        self._columns = self._learn_columns()

    def place(self) -> list[dict[str, Found]]:
        """The place of each cell that has one.

        A place on a row of the page is given once: two rows of the list that say the same need two
        on the page, and the second of a row that a model repeats is not grounded. What stands off
        the rows, such as a heading, several rows may share.
        """
        return [
            self._row(cells, home) if home else {}
            for cells, home in zip(self._rows, self.homes, strict=True)
        ]

    def _row(self, cells: Mapping[str, Spread], home: Candidate) -> dict[str, Found]:
        chosen: dict[str, Found] = {}
        mine: set[Place] = set()
        for column in sorted(cells, key=lambda column: len(cells[column].places)):
            here = cells[column].by_row.get(home.row, [])
            free = [found for found in here if _key(found) not in self._taken | mine]
            if free:
                chosen[column] = self._best(column, free)
                mine.add(_key(chosen[column]))
        if not chosen:
            return {}
        self._taken |= mine
        for column, spread in cells.items():
            if column not in chosen and (found := self._elsewhere(spread, home, mine)):
                chosen[column] = found
        return chosen

    def _elsewhere(self, spread: Spread, home: Candidate, mine: set[Place]) -> Found | None:
        """Near the row, or the place of another cell of it with the same value."""
        near = [found for found in spread.around(home.at) if _key(found) not in self._taken]
        near = near or [found for found in spread.by_row.get(home.row, []) if _key(found) in mine]
        return min(near, key=lambda found: _distance(found, home.at), default=None)

    def _best(self, column: str, free: list[Found]) -> Found:
        """Of the best kind; among several that in the column where the other rows have theirs."""
        best = [found for found in free if found.kind == free[0].kind]
        at = self._columns.get(column)
        if len(best) == 1 or at is None:
            return min(best, key=lambda found: found.start)
        return min(best, key=lambda found: (abs(self._across(found) - at), found.start))

    def _learn_columns(self) -> dict[str, float]:
        """How far right each column ends, by the cells that have one place on their row."""
        ends: dict[str, list[float]] = defaultdict(list)
        for cells, home in zip(self._rows, self.homes, strict=True):
            for column, spread in cells.items() if home else ():
                here = spread.by_row.get(home.row, []) if home else []
                if len(here) == 1:
                    ends[column].append(self._across(here[0]))
        return {column: median(found) for column, found in ends.items()}

    def _across(self, found: Found) -> float:
        boxes = self._index.places.boxes_of(found.start, found.end)
        if boxes:
            return boxes[-1].x1
        return found.end - self._index.lines.start_of(found.start)


def _key(found: Found) -> Place:
    return found.start, found.end


def _distance(found: Found, at: int) -> tuple[int, int]:
    away = found.start - at
    return RANK[found.kind], away if away >= 0 else -BACKWARDS * away
