"""On which lines of a document the rows of a labelled list stand. Pure.

Rows are nearly always labelled in the order they are printed in, so they are put on lines in that
order such that most of their values stand there (Needleman and Wunsch, J. Mol. Biol. 48, 1970).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winnow.recipes.pointers import leaves
from winnow.tuning.examples.standing import Line

Floats = NDArray[np.float64]


def placed(rows: Sequence[Any], lines: Sequence[Line]) -> list[int]:
    """The index of the line of each row; a row none of whose values is found has its neighbour's.

    With no lines all are on the first, 0.
    """
    if not rows or not lines:
        return [0] * len(rows)
    fit = np.array([[_fit(row, line) for line in lines] for row in rows])
    return _filled(_backwards(fit, _forwards(fit)))


def _fit(row: Any, line: Line) -> float:
    """How many values of the row stand on the line."""
    values = leaves(row).values() if isinstance(row, dict | list) else [row]
    return sum(line.holds(value) for value in values)


def _forwards(fit: Floats) -> Floats:
    """Most values that the first rows can have on the first lines, each line being one row's."""
    best = np.zeros((len(fit) + 1, fit.shape[1] + 1))
    for number, row in enumerate(fit):
        taken = best[number, :-1] + row
        best[number + 1, 1:] = np.maximum.accumulate(np.maximum(taken, best[number, 1:]))
    return best


def _backwards(fit: Floats, best: Floats) -> list[int | None]:
    places: list[int | None] = [None] * len(fit)
    row, line = len(fit), fit.shape[1]
    while row and line:
        if best[row, line] == best[row, line - 1]:
            line -= 1
        elif best[row, line] == best[row - 1, line]:
            row -= 1
        else:
            row, line = row - 1, line - 1
            places[row] = line
    return places


def _filled(places: Sequence[int | None]) -> list[int]:
    """The same, a row without a line being where the one before it is, or else the next."""
    known = next((place for place in places if place is not None), 0)
    filled = []
    for place in places:
        known = known if place is None else place
        filled.append(known)
    return filled
