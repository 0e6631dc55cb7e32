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
    codes = _codes(lines, own)
    alike = {line.index for line in lines if _alike(line, shapes, codes)} - set(others)
    found, seen = set(own), -1
    for first in sorted({*own, *heads}):
        if first > seen:
            rows, seen = _followed(lines, first, shapes, alike, heads, narrow=narrow)
            found |= rows
    if own and narrow:
        found -= _doubtful_tail(lines, own, found)
    if own:
        above = _preceding(lines, min(own), shapes, alike)
        found |= {at for at in above if not narrow or lines[at].code in codes}
    certain = bool(own) or len(found) >= SEEN
    return RowCount(frozenset(found), certain, frozenset(heads))


def _shapes(lines: Sequence[Line], own: Collection[int]) -> set[Shape]:
    seen = Counter(lines[at].shape for at in own if lines[at].shape.cells > 1)
    often = {shape for shape, count in seen.items() if count >= SEEN}
    return often or set(seen)


def _codes(lines: Sequence[Line], own: Collection[int]) -> set[str]:
    """What the first words of the rows are built like, if most rows begin with such a code."""
    seen = Counter(code for at in own if (code := lines[at].code))
    often = {code for code, count in seen.items() if count >= SEEN}
    return often if 2 * sum(seen[code] for code in often) > len(own) else set()


def _shapes_below(field: ListField, lines: Sequence[Line], heads: Collection[int]) -> set[Shape]:
    """What the first line below each head of a list looks like, where nothing of it was read."""
    firsts = [
        next((line for line in lines[head + 1 : head + 1 + ABOVE] if line.may_be_row), None)
        for head in heads
    ]
    most = len(field.columns) + 1
    return {one.shape for one in firsts if one and one.shape.values and one.shape.cells <= most}


def _alike(line: Line, shapes: Collection[Shape], codes: Collection[str]) -> bool:
    """Whether a line begins like the rows of a list, or has their cells but for one."""
    if not line.may_be_row or line.code in codes:
        return line.may_be_row
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
    found: set[int] = set()
    last = lines[first]
    for line in lines[first + 1 :]:
        gap = PAGE_GAP if line.page != last.page else NARROW_GAP if narrow else GAP
        other = _heads_another(line, shapes)
        ends = other and line.index not in heads and line.index not in alike
        if line.index - last.index > gap or ends:
            return found, line.index - 1
        if line.index in alike:
            found.add(line.index)
        if line.index in alike or line.index in heads:
            last = line
    return found, len(lines)


def _doubtful_tail(lines: Sequence[Line], own: Collection[int], found: Collection[int]) -> set[int]:
    """Of lines with two cells below the last row that was read: those that need not be rows.

    They are rows if there are many, if they begin with a code like the rows that were read, or if
    they run on without a gap to a line that sums them up.
    """
    last = max(own)
    tail = sorted(at for at in found if at > last)
    if len(tail) >= LONG:
        return set()
    codes = _codes(lines, own)
    end = last + 1
    while end in found:
        end += 1
    summed = end < len(lines) and lines[end].total
    return {at for at in tail if lines[at].code not in codes and not (summed and at < end)}


def _heads_another(line: Line, shapes: Collection[Shape]) -> bool:
    widest = max(shape.cells for shape in shapes)
    return _is_head(line) and not line.furniture and line.shape.cells >= max(2, widest - 1)


def _preceding(
    lines: Sequence[Line], first: int, shapes: Collection[Shape], alike: Collection[int]
) -> set[int]:
    """Rows above the first that was read, up to the head of the table."""
    found: set[int] = set()
    last = first
    for line in reversed(lines[:first]):
        if last - line.index > GAP or (line.index not in alike and _heads_another(line, shapes)):
            break
        if line.index in alike:
            found.add(line.index)
            last = line.index
    return found
