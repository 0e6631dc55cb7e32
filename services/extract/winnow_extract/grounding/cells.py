"""A line of the page as the cells it is made of."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from winnow_extract.grounding.drawing import TokenBox
from winnow_extract.grounding.lines import Line

CELL_GAP: Final = 0.015  # of the page's width, between words of one cell


class Cell(NamedTuple):
    """Words with no wide gap between them, and how far right they begin and end."""

    text: str
    x0: float
    x1: float


def cells(text: str, line: Line, tokens: Sequence[TokenBox]) -> Iterator[Cell]:
    """The cells of a line; `tokens` are those of its element."""
    cell: Cell | None = None
    for start, end, box in tokens:
        if end <= line.start or start >= line.end:
            continue
        word = text[start:end]
        if cell and abs(box.x0 - cell.x1) <= CELL_GAP:
            cell = Cell(f"{cell.text} {word}", cell.x0, box.x1)
        else:
            if cell:
                yield cell
            cell = Cell(word, box.x0, box.x1)
    if cell:
        yield cell
