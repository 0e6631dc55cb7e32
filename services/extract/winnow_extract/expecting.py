"""How many rows a document's layout shows for a list, and on which lines. Pure.

The rows that were read show what a row looks like; the lines that are built like them, in the
same table and on the pages that carry it on, are rows too. Where nothing was read, the words at
the head of a table tell whose it is.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from winnow_extract.lines import Line, Shape
from winnow_extract.lists import ListField, words_in

GAP: Final = 12  # lines without a row that may part the rows of a table: notes, wrapped cells
NARROW_GAP: Final = 3  # the same where a row has two cells, which much else has as well
PAGE_GAP: Final = 25  # the same over a page break, with foot and head
ABOVE: Final = 6  # lines above its first row where the head of a table is looked for
NAMED: Final = 2  # columns that the head must name
SEEN: Final = 2  # rows that make a shape that of the list
WIDE: Final = 3  # cells of a row that hardly anything but a table has
LONG: Final = 6  # lines with two cells each that are a table and not a block of sums


@dataclass(frozen=True, slots=True)
class RowCount:
    """The rows a list should have, by the indexes of their lines; `certain` is false where the

    layout does not tell, and then they are at most a guess.
    """

    lines: frozenset[int]
    certain: bool
    heads: frozenset[int] = frozenset()  # the lines that name the columns

    @property
    def expected(self) -> int:
        return len(self.lines)


def rows_expected(
    field: ListField, lines: Sequence[Line], own: Collection[int], others: Collection[int]
) -> RowCount:
    """The lines that hold rows of the list, given those on which its rows and others' were read."""
    heads = _heads(field, lines, own)
    shapes = _shapes(lines, own) if own else _shapes_below(field, lines, heads)
    if not shapes:
        return RowCount(frozenset(own), certain=False, heads=frozenset(heads))
    narrow = max(shape.cells for shape in shapes) < WIDE
    alike = {line.index for line in lines if _alike(line, shapes)} - set(others)
    found, seen = set(own), -1
    for first in sorted({*own, *heads}):
        if first > seen:
            rows, seen = _followed(lines, first, shapes, alike, heads, narrow=narrow)
            found |= rows
    if own:
        tail = {at for at in found if at > max(own)}
        if narrow and len(tail) < LONG:
            found -= tail
        if not narrow:
            found |= _preceding(lines, min(own), alike)
    certain = bool(own) or len(found) >= SEEN
    return RowCount(frozenset(found), certain, frozenset(heads))


def _shapes(lines: Sequence[Line], own: Collection[int]) -> set[Shape]:
    seen = Counter(lines[at].shape for at in own if lines[at].shape.cells > 1)
    often = {shape for shape, count in seen.items() if count >= SEEN}
    return often or set(seen)


def _shapes_below(field: ListField, lines: Sequence[Line], heads: Collection[int]) -> set[Shape]:
    """What the lines right below the heads of a list look like, where none of them was read."""
    below = [line for head in heads for line in lines[head + 1 : head + 1 + ABOVE]]
    return {
        line.shape
        for line in below
        if line.may_be_row and line.shape.values and line.shape.cells <= len(field.columns) + 1
    }


def _alike(line: Line, shapes: Collection[Shape]) -> bool:
    if not line.may_be_row:
        return False
    widest = max((shape.cells for shape in shapes), default=0)
    if line.may_be_total and (line.shape.cells < widest or widest < WIDE):
        return False
    near = line.shape.values > 0 and any(line.shape.apart(shape) <= 1 for shape in shapes)
    return near or line.shape in shapes


def _is_head(line: Line) -> bool:
    return line.shape.words > 1 and not line.shape.values


def _heads(field: ListField, lines: Sequence[Line], own: Collection[int]) -> set[int]:
    """Lines that head a table of the list: they name its columns, or repeat one that heads it."""
    named = {line.text for line in lines if _is_head(line) and _names(field, line)}
    if own:
        first = min(own)
        above = [line for line in lines[max(0, first - ABOVE) : first] if _is_head(line)]
        named |= {above[-1].text} if above else set()
    return {line.index for line in lines if line.text in named}


def _names(field: ListField, line: Line) -> bool:
    words = words_in(line.text)
    return sum(bool(words & column) for column in field.columns) >= min(NAMED, len(field.columns))


def _followed(
    lines: Sequence[Line],
    first: int,
    shapes: Collection[Shape],
    alike: Collection[int],
    heads: Collection[int],
    *,
    narrow: bool,
) -> tuple[set[int], int]:
    """The rows below `first` until the head of another table, or too many lines that are no row.

    Also tells the last line that was looked at.
    """
    widest = max(shape.cells for shape in shapes)
    found: set[int] = set()
    last = lines[first]
    for line in lines[first + 1 :]:
        gap = PAGE_GAP if line.page != last.page else NARROW_GAP if narrow else GAP
        other = _is_head(line) and not line.furniture and line.shape.cells >= max(2, widest - 1)
        ends = other and line.index not in heads and line.index not in alike
        if line.index - last.index > gap or ends:
            return found, line.index - 1
        if line.index in alike:
            found.add(line.index)
        if line.index in alike or line.index in heads:
            last = line
    return found, len(lines)


def _preceding(lines: Sequence[Line], first: int, alike: Collection[int]) -> set[int]:
    """Rows above the first that was read, up to the head of the table."""
    found: set[int] = set()
    last = first
    for line in reversed(lines[:first]):
        if last - line.index > GAP or _is_head(line):
            break
        if line.index in alike:
            found.add(line.index)
            last = line.index
    return found
