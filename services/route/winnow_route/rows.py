"""Rows that a reviewer took out of lists, and where the others went. Pure.

All pointers of a decision speak of the draft: its row 5 stays row 5 whichever rows go.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from winnow.contracts.reviews import FieldDecision
from winnow.recipes.pointers import join, split

Gone = Mapping[str, frozenset[int]]  # row numbers by the pointer of their list


def removed_rows(fields: Iterable[FieldDecision]) -> Gone:
    """The rows that are cleared as a whole."""
    found: dict[str, set[int]] = {}
    for one in fields:
        if not one.removes_row:
            continue
        rows, _, last = one.pointer.rpartition("/")
        found.setdefault(rows, set()).add(int(last))
    return {rows: frozenset(numbers) for rows, numbers in found.items()}


def moved(pointer: str, gone: Gone) -> str | None:
    """Where a value stands once the rows are out; None for a value of such a row."""
    parts = split(pointer)
    after: list[str | int] = []
    for depth, part in enumerate(parts):
        numbers = gone.get(join(parts[:depth]), frozenset())
        if not numbers or not _is_number(part):
            after.append(part)
        elif int(part) in numbers:
            return None
        else:
            after.append(int(part) - sum(number < int(part) for number in numbers))
    return join(after)


def without(data: Any, gone: Gone, at: Sequence[str | int] = ()) -> Any:
    """A copy of `data` that lacks the rows; numbers that no row has are passed over."""
    if isinstance(data, dict):
        return {name: without(inner, gone, (*at, name)) for name, inner in data.items()}
    if isinstance(data, list | tuple):
        numbers = gone.get(join(at), frozenset())
        return [
            without(row, gone, (*at, number))
            for number, row in enumerate(data)
            if number not in numbers
        ]
    return data


def _is_number(part: str) -> bool:
    return part.isascii() and part.isdigit()
