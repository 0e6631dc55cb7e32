"""The rows of a document's lists, gathered from many answers by the line each was read from."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from copy import deepcopy
from typing import Any

from winnow.recipes.pointers import leaves
from winnow.recipes.recipe import Recipe
from winnow_extract.expecting import RowCount, rows_expected
from winnow_extract.lines import Line
from winnow_extract.lists import ListField, Row, full_lists, lists_of, put_rows, take_rows
from winnow_extract.merging import Answer
from winnow_extract.placing import Places

Key = tuple[tuple[str, Any], ...]


class Rows:
    """A line is one row at most: what is read twice counts once, equal lines count each.

    Rows that no line was found for are kept behind the one they followed: they may be made up, or
    misread by OCR, and their grounding tells.
    """

    def __init__(self, recipe: Recipe, lines: Sequence[Line]) -> None:
        self._schema = recipe.fields
        self.fields = lists_of(recipe)
        self.lines = lines
        self.full: set[str] = set()  # names of lists of which an answer had as many as it may
        self._placed: dict[str, dict[int, Row]] = defaultdict(dict)
        self._known: dict[str, set[Key]] = defaultdict(set)  # all values of a row
        self._loose: dict[str, list[tuple[int, Row]]] = defaultdict(list)

    def add(self, answer: Answer, shown: Collection[int]) -> Answer:
        """Take the rows out of an answer that was read from these lines; the rest comes back."""
        data, sure = deepcopy(answer)
        self.full |= full_lists(self._schema, data)
        for field in self.fields:
            if rows := take_rows(data, sure, field.pointer):
                self._add(field.pointer, rows, shown)
        return data, sure

    def put(self, answer: Answer) -> None:
        """Put all rows into the merged answer, in the order they are printed in."""
        for field in self.fields:
            ordered = sorted(
                [
                    *((line, 0, row) for line, row in self._placed[field.pointer].items()),
                    *((line, 1, row) for line, row in self._loose[field.pointer]),
                ],
                key=lambda one: one[:2],
            )
            put_rows(*answer, field.pointer, [row for _, _, row in ordered])

    def count(self, field: ListField) -> RowCount:
        """The rows that the layout shows for a list, as far as it is known by now."""
        others = {
            line
            for pointer, rows in self._placed.items()
            if pointer != field.pointer
            for line in rows
        }
        return rows_expected(field, self.lines, self._placed[field.pointer], others)

    def placed(self, field: ListField) -> Collection[int]:
        """The lines whose rows were read."""
        return self._placed[field.pointer].keys()

    def missing(self, field: ListField) -> list[int]:
        """The lines that hold a row for certain, and none was read from."""
        count = self.count(field)
        return sorted(count.lines - self._placed[field.pointer].keys()) if count.certain else []

    def before(self, field: ListField, line: int) -> Any:
        """The row read last above a line, or None."""
        above = [at for at in self._placed[field.pointer] if at < line]
        return self._placed[field.pointer][max(above)][0] if above else None

    def _add(self, pointer: str, rows: list[Row], shown: Collection[int]) -> None:
        placed, loose = self._placed[pointer], self._loose[pointer]
        places = Places(self.lines, [at for at in shown if at not in placed]).place(
            [row for row, _ in rows]
        )
        placed.update({at: row for at, row in zip(places, rows, strict=True) if at is not None})
        known = self._known[pointer]
        known |= {_key(row) for at, (row, _) in zip(places, rows, strict=True) if at is not None}
        last, before = min(shown, default=0) - 1, len(loose)
        for at, row in zip(places, rows, strict=True):
            last = last if at is None else at
            if at is None and _key(row[0]) not in known:
                loose.append((last, row))
        known |= {_key(row) for _, (row, _) in loose[before:]}


def _key(row: Any) -> Key:
    return tuple(leaves(row).items())
