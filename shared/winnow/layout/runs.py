"""Strings as candidates: cells, and cells below each other such as the lines of an address."""

import re
from collections.abc import Iterator
from functools import cache, partial
from itertools import pairwise
from typing import Final

from winnow.layout.candidates import Block, Candidate, letters
from winnow.layout.context import Context
from winnow.layout.page import Layout

LONGEST: Final = 7  # cells of a run
LONG: Final = 300  # characters; of longer cells nothing is cut off
FIRST: Final = 120  # cells in which one may begin
NEAR: Final = 3.0  # line heights between two cells of a run
LABEL: Final = re.compile(r"^[^:#]{2,24}[:#]+\s*(?=\S)")
BRACKETS: Final = re.compile(r"\s*\([^()]*\)?\W*$")
CODE: Final = re.compile(r"\s+(?:[A-Z]*-)?\d[\w/-]{4,}$")


def find_cells(layout: Layout, context: Context, first: int = FIRST) -> list[Candidate]:
    """Every cell as one value, and what is left of it without a label or a number in brackets."""
    shape = Shape(layout)
    return [
        candidate
        for at in range(min(len(layout.cells), first))
        for candidate in _cuts(layout, context, shape, at)
    ]


def _cuts(layout: Layout, context: Context, shape: "Shape", at: int) -> Iterator[Candidate]:
    text = layout.cells[at].text
    blocks = (context.cell(at), *shape.run((at,)))
    yield _candidate(text, "whole", blocks, at)
    if len(text) > LONG:
        return
    if (label := LABEL.match(text)) and len(text) > label.end():
        yield _candidate(text[label.end() :], "tail", blocks, at)
    for cut in (BRACKETS, CODE):
        if (found := cut.search(text)) and found.start() > 2:
            yield _candidate(text[: found.start()], "head", blocks, at)


def find_runs(
    layout: Layout, context: Context, join: str = " ", first: int = FIRST
) -> list[Candidate]:
    """Up to seven cells below each other, joined."""
    shape = Shape(layout)
    below = cache(partial(_below, layout))
    found = []
    for at in range(min(len(layout.cells), first)):
        run = [at]
        while len(run) < LONGEST and (following := below(run[-1])) is not None:
            run.append(following)
            blocks = (context.cell(at), *shape.run(tuple(run)))
            text = join.join(layout.cells[cell].text for cell in run)
            found.append(_candidate(text, f"run{len(run)}", blocks, at))
    return found


def _candidate(text: str, how: str, blocks: tuple[Block, ...], at: int) -> Candidate:
    text = text.strip(" ,;:*") if how != "whole" else text
    own = (f"how:{how}", f"long:{min(len(text) // 8, 16)}", *_ending(text))
    return Candidate(text, letters(text), (*blocks, own), at)


def _ending(text: str) -> Block:
    last = text.rsplit(" ", 1)[-1].strip(".,()").casefold()
    return (f"tail:{last}", f"mark:{text[-1:] if not text[-1:].isalnum() else ''}")


def _below(layout: Layout, at: int) -> int | None:
    """The cell that goes on with this one in a line below it."""
    cell = layout.cells[at]
    for line in (cell.line + 1, cell.line + 2):
        if line >= len(layout.lines):
            return None
        for other in layout.lines[line]:
            one = layout.cells[other]
            beside = one.page == cell.page and one.x0 < cell.x1 and one.x1 > cell.x0
            if beside and one.y0 - cell.y1 < NEAR * layout.height:
                return other
    return None


class Shape:
    """Features of the cells of a run by their part in it: first, inside, last, before, after."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._known: dict[tuple[int, str], Block] = {}

    def run(self, cells: tuple[int, ...]) -> tuple[Block, ...]:
        """The blocks of a run; those of a cell in a part are made once."""
        parts = [self._of(cells[0] - 1, "b"), self._of(cells[0], "f"), self._of(cells[-1], "l")]
        parts += [self._of(cell, "i") for cell in cells[1:-1]]
        return (*parts, self._of(cells[-1] + 1, "a"))

    def _of(self, cell: int, part: str) -> Block:
        if (cell, part) not in self._known:
            self._known[cell, part] = self._made(cell, part)
        return self._known[cell, part]

    def _made(self, cell: int, part: str) -> Block:
        if not 0 <= cell < len(self._layout.cells):
            return (f"{part}:none",)
        text, tokens = self._layout.cells[cell].text, self._layout.in_cell[cell]
        pairs = (f"{part}:{one}_{two}" for one, two in pairwise(tokens[:4]))
        return (
            *(f"{part}:{token}" for token in dict.fromkeys(tokens[:10])),
            *pairs,
            f"{part}-end:{text[-1] if not text[-1].isalnum() else 'letter'}",
            f"{part}-begin:{tokens[0] if tokens else ''}",
            f"{part}-words:{min(len(tokens), 9)}",
            f"{part}-digits:{min(sum(map(str.isdigit, text)) * 8 // len(text), 4)}",
            f"{part}-upper:{text.isupper()}",
        )
