"""The words around a place of the page, and where on it that is, as features."""

from functools import cached_property
from typing import Final

from winnow.layout.candidates import Block, Candidate
from winnow.layout.page import Cell, Layout

LEFT: Final = 6  # tokens of the line that are looked at before a value
BEFORE: Final = 10  # tokens of the running text before it
ABOVE: Final = 3  # lines in which a column's heading may stand


class Context:
    """Features of places in one layout; what belongs to a cell is made once."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._cells: dict[int, Block] = {}
        self.found: dict[str, list[Candidate]] = {}  # by finder

    def of(self, start: int, end: int) -> tuple[Block, ...]:
        """Features of the value printed at `start`: words beside it, above it, and its place."""
        at = self._layout.cell_at(start)
        return self._beside(start, end), self.cell(at)

    def cell(self, at: int) -> Block:
        """Features of all that stands in a cell."""
        if at not in self._cells:
            self._cells[at] = (*self._place(at), *self._neighbours(at))
        return self._cells[at]

    def _beside(self, start: int, end: int) -> Block:
        tokens, cells = self._layout.tokens, self._layout.cells
        first, after = self._layout.token_at(start), self._layout.token_at(end)
        line = cells[self._layout.cell_at(start)].line
        found: list[str] = []
        label: list[str] = []
        for back in range(1, BEFORE + 1):
            if back > first:
                break
            token = tokens[first - back]
            if cells[token.at].line == line and back <= LEFT:
                found.append(f"L:{token.text}")
                label += [token.text] if token.text[0].isalpha() else []
            found += [f"P:{token.text}"] + ([f"P{back}:{token.text}"] if back <= 3 else [])
        if first > 1:
            found.append(f"PP:{tokens[first - 2].text}_{tokens[first - 1].text}")
        words = "_".join(reversed(label))
        found += [f"LL:{words}", f"L1:{label[0] if label else ''}", f"L2:{'_'.join(label[1::-1])}"]
        for ahead, token in enumerate(tokens[after : after + 4]):
            found.append(f"N:{token.text}")
            if cells[token.at].line == line:
                found += [f"R:{token.text}"] + ([f"R1:{token.text}"] if not ahead else [])
        return tuple(found)

    def _place(self, at: int) -> Block:
        cell, layout = self._layout.cells[at], self._layout
        pages = layout.cells[-1].page
        tall = (cell.y1 - cell.y0) / layout.height if layout.height else 1.0
        alone = len(layout.lines[cell.line]) == 1
        return (
            f"y:{int(cell.y0 * 9.99)}",
            f"x0:{int(cell.x0 * 5.99)}",
            f"x1:{int(cell.x1 * 5.99)}",
            f"top:{min(cell.line, 20)}",
            f"bottom:{min(len(layout.lines) - 1 - cell.line, 20)}",
            f"page:{min(cell.page, 4)}",
            f"last-page:{cell.page == pages}",
            f"tall:{min(int(tall * 4), 12)}",
            f"alone:{alone}",
        )

    def _neighbours(self, at: int) -> Block:
        layout = self._layout
        cell = layout.cells[at]
        found: list[str] = []
        for name, line in (("U", cell.line - 1), ("D", cell.line + 1), ("D2", cell.line + 2)):
            if 0 <= line < len(layout.lines):
                words = self._lines[line]
                found += [f"{name}:{word}" for word in words[:6]]
        if (above := self._above(cell)) is not None:
            found += [f"A:{word}" for word in layout.in_cell[above][:4]]
        return tuple(found)

    @cached_property
    def _lines(self) -> list[list[str]]:
        return [
            [word for at in line for word in self._layout.in_cell[at] if word[0].isalpha()]
            for line in self._layout.lines
        ]

    def _above(self, cell: Cell) -> int | None:
        """The nearest cell with words that stands above this one."""
        for line in range(cell.line - 1, max(-1, cell.line - 1 - ABOVE), -1):
            for other in self._layout.lines[line]:
                one = self._layout.cells[other]
                if one.x0 < cell.x1 and one.x1 > cell.x0 and any(map(str.isalpha, one.text)):
                    return other
        return None
