"""Which line of the document each returned row was read from. Pure."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Any, Final

from winnow.recipes.pointers import Scalar, leaves
from winnow_extract.grounding.amounts import amounts_in
from winnow_extract.grounding.dates import days_in, is_day
from winnow_extract.grounding.folding import Folded
from winnow_extract.grounding.index import key_of
from winnow_extract.lines import Line

ENOUGH: Final = 0.6  # share of a row's cells that its line must hold
NEARBY: Final = 0.4  # the same where the row stands between its neighbours
BELOW: Final = 4  # lines that the cells of a row may run over, besides the one with its columns
ABOVE: Final = 2


def belonging(lines: Sequence[Line], at: int) -> range:
    """The lines, by position, that a row may run over: those beside its own that are no rows."""
    first = last = at
    while last + 1 < len(lines) and last - at < BELOW and _wraps(lines[at], lines[last + 1]):
        last += 1
    while first > 0 and at - first < ABOVE and _wraps(lines[at], lines[first - 1]):
        first -= 1
    return range(first, last + 1)


def _wraps(row: Line, line: Line) -> bool:
    return not (line.may_be_row or line.furniture or line.total) and line.page == row.page


class Places:
    """The lines of a document by what stands on them, those `allowed` to be taken by one row each.

    `lines` are all lines of the document, `allowed` are indexes of some.
    """

    def __init__(self, lines: Sequence[Line], allowed: Collection[int]) -> None:
        self._holding: dict[str | float, set[int]] = defaultdict(set)
        for at in allowed:
            for beside in belonging(lines, at) if lines[at].may_be_row else (at,):
                for key in _keys(lines[beside].text):
                    self._holding[key].add(at)
        self._free = set(allowed)

    def place(self, rows: Sequence[Any]) -> list[int | None]:
        """The index of the line of each row, in the order of the rows; None for a row that no line

        is left for. A row all of whose cells stand on a line goes before one with most of them
        there, and that before one that only fits in between its neighbours: so a wrong row does not
        take the line of a right one. A row that was placed in full and comes again needs another
        such line: it is no reading of a line that is only alike.
        """
        cells = [_groundable(row) for row in rows]
        places: list[int | None] = [None] * len(rows)
        usual = max((len(values) for values in cells), default=0)
        whole = set()
        for at, values in enumerate(cells):
            if len(values) > 1 or usual == 1:
                places[at] = self._take(values, 1.0, *_between(places, at), strictly=False)
                whole |= set() if places[at] is None else {tuple(values)}
        for share, strictly in ((ENOUGH, False), (NEARBY, True)):
            for at, values in enumerate(cells):
                if places[at] is None and tuple(values) not in whole:
                    around = _between(places, at)
                    places[at] = self._take(values, share, *around, strictly=strictly)
        return places

    def _take(
        self, values: Sequence[Scalar], share: float, after: int, until: float, *, strictly: bool
    ) -> int | None:
        """The line with most of the values, best between `after` and `until`, or only there."""
        held = Counter(line for value in values for line in self._lines_with(value))
        needed = max(1.0, share * len(values))
        fit = [
            (count, after < line < until, line > after, -line)
            for line, count in held.items()
            if count >= needed and line in self._free and (after < line < until or not strictly)
        ]
        if not fit:
            return None
        line = -max(fit)[3]
        self._free.discard(line)
        return line

    def _lines_with(self, value: Scalar) -> set[int]:
        holding = [self._holding.get(key, set()) for key in _wanted(value)]
        return set.intersection(*holding) if holding else set()


def _between(places: Sequence[int | None], at: int) -> tuple[int, float]:
    """The lines of the nearest placed rows before and behind a row."""
    before = next((place for place in reversed(places[:at]) if place is not None), -1)
    behind = next((place for place in places[at + 1 :] if place is not None), math.inf)
    return before, behind


def _groundable(row: Any) -> list[Scalar]:
    """The values of a row that can stand on a line: not null, no booleans, not blank."""
    values = leaves(row).values() if isinstance(row, dict | list) else [row]
    return [
        value
        for value in values
        if value is not None and not isinstance(value, bool) and _wanted(value)
    ]


def _keys(text: str) -> set[str | float]:
    """All that may be looked up on a line: folded words, numbers, days."""
    return {
        *_words(text),
        *(key_of(value) for value, _, _ in amounts_in(text)),
        *(day.iso for day in days_in(text)),
    }


def _wanted(value: Scalar) -> list[str | float]:
    if isinstance(value, int | float):
        return [key_of(float(value))]
    if isinstance(value, str) and is_day(value):
        return [value]
    return list(_words(str(value)))


def _words(text: str) -> set[str]:
    folded = Folded(text)
    ends = folded.starts[1:]
    return {folded.plain[a:b] for a, b in zip(folded.starts, ends, strict=False)} or set(
        re.findall(r"\S+", text)
    )
