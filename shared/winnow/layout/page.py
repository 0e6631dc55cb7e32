"""A parsed document as cells in lines: what a reader of layouts looks at."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Final, NamedTuple

from winnow.contracts.parsed import ParsedDocument
from winnow.layout.rows import rows_of

TOKEN: Final = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")


class Cell(NamedTuple):
    """Words that stand together in a line. Places are shares of the page; `line` counts on."""

    text: str
    start: int
    end: int
    page: int
    line: int
    x0: float
    y0: float
    x1: float
    y1: float


class Token(NamedTuple):
    """A word, number (#, and how many digits) or mark; `at` is its cell."""

    text: str
    start: int
    end: int
    at: int


@dataclass(frozen=True)
class Layout:
    """Cells in reading order. `text` has them parted by tabs, lines by line breaks."""

    text: str
    cells: tuple[Cell, ...]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """All tokens of the document, in reading order."""
        return tuple(
            Token(_plain(found[0]), cell.start + found.start(), cell.start + found.end(), at)
            for at, cell in enumerate(self.cells)
            for found in TOKEN.finditer(cell.text)
        )

    @cached_property
    def in_cell(self) -> tuple[tuple[str, ...], ...]:
        """The tokens of every cell."""
        found: list[list[str]] = [[] for _ in self.cells]
        for token in self.tokens:
            found[token.at].append(token.text)
        return tuple(tuple(tokens) for tokens in found)

    @cached_property
    def lines(self) -> tuple[tuple[int, ...], ...]:
        """The cells of every line."""
        return tuple(
            tuple(at for at, _ in line)
            for _, line in groupby(enumerate(self.cells), key=lambda pair: pair[1].line)
        )

    @cached_property
    def height(self) -> float:
        """That of a usual line."""
        heights = sorted(cell.y1 - cell.y0 for cell in self.cells)
        return heights[len(heights) // 2] if heights else 0.0

    @cached_property
    def _cell_starts(self) -> list[int]:
        return [cell.start for cell in self.cells]

    @cached_property
    def _token_starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    def cell_at(self, start: int) -> int:
        """The cell that holds the character."""
        return max(0, bisect_right(self._cell_starts, start) - 1)

    def token_at(self, start: int) -> int:
        """The first token that begins at or after the character."""
        return bisect_right(self._token_starts, start - 1)


def layout_of(parsed: ParsedDocument) -> Layout:
    """The words by line and column; the text's own lines where no word has a place."""
    cells: list[Cell] = []
    parts: list[str] = []
    start = 0
    for line, row in enumerate(rows_of(parsed)):
        for at, (text, page, x0, y0, x1, y1) in enumerate(row):
            cells.append(Cell(text, start, start + len(text), page, line, x0, y0, x1, y1))
            parts += [text, "\n" if at == len(row) - 1 else "\t"]
            start += len(text) + 1
    return Layout("".join(parts), tuple(cells))


def _plain(token: str) -> str:
    return f"#{min(len(token), 6)}" if token[0].isdigit() else token.casefold()
