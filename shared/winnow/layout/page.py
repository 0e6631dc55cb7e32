"""A parsed document as cells in lines: what a reader of layouts looks at."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from winnow.contracts.parsed import ParsedDocument, Word

TOKEN: Final = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
GAP: Final = 1.5  # of a line's height: wider than any space between words
SAME_LINE: Final = 0.55  # of a line's height
ASPECT: Final = 0.7  # width by height of a page that does not tell them
COLUMNS: Final = re.compile(r"\t+|\s{1,20}\|\s{1,20}| {3,}")
WIDE: Final = 100  # characters of a line of text without boxes
MOST_WORDS: Final = 20_000  # of a document; what comes later is not looked at


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
    rows = _drawn(parsed) if parsed.words else _typed(parsed)
    cells: list[Cell] = []
    parts: list[str] = []
    start = 0
    for line, row in enumerate(filter(None, map(_told, rows))):
        for at, (text, page, x0, y0, x1, y1) in enumerate(row):
            cells.append(Cell(text, start, start + len(text), page, line, x0, y0, x1, y1))
            parts += [text, "\n" if at == len(row) - 1 else "\t"]
            start += len(text) + 1
    return Layout("".join(parts), tuple(cells))


Placed = tuple[str, int, float, float, float, float]


def _told(row: list[Placed]) -> list[Placed]:
    return [cell for cell in row if cell[0].strip()]


def _drawn(parsed: ParsedDocument) -> Iterable[list[Placed]]:
    aspects = {
        page.number: page.width / page.height if page.width and page.height else ASPECT
        for page in parsed.pages
    }
    words = sorted(parsed.words[:MOST_WORDS], key=lambda word: word.page)
    for page, group in groupby(words, key=lambda word: word.page):
        for line in _lines(list(group)):
            yield [_placed(cell) for cell in _columns(line, aspects.get(page, ASPECT))]


def _lines(words: list[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    centre = height = 0.0
    for word in sorted(words, key=lambda word: (word.box.y0 + word.box.y1, word.box.x0)):
        middle, tall = (word.box.y0 + word.box.y1) / 2, word.box.y1 - word.box.y0
        if lines and abs(middle - centre) <= SAME_LINE * max(height, tall):
            lines[-1].append(word)
            centre += (middle - centre) / len(lines[-1])
            height += (tall - height) / len(lines[-1])
        else:
            lines.append([word])
            centre, height = middle, tall
    return [sorted(line, key=lambda word: word.box.x0) for line in lines]


def _columns(line: list[Word], aspect: float) -> list[list[Word]]:
    heights = sorted(word.box.y1 - word.box.y0 for word in line)
    wide = GAP * heights[3 * len(heights) // 4]
    cells = [[line[0]]]
    for one, two in pairwise(line):
        if (two.box.x0 - one.box.x1) * aspect > wide:
            cells.append([])
        cells[-1].append(two)
    return cells


def _placed(words: Sequence[Word]) -> Placed:
    boxes = [word.box for word in words]
    return (
        " ".join(word.text for word in words),
        words[0].page,
        boxes[0].x0,
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


def _typed(parsed: ParsedDocument) -> Iterable[list[Placed]]:
    lines = [(element.page, line) for element in parsed.elements
             for line in element.text.splitlines() if line.strip()]  # fmt: skip
    words = 0
    for at, (page, line) in enumerate(lines):
        words += line.count(" ") + 1
        if words > MOST_WORDS:
            return
        top, bottom = at / len(lines), (at + 1) / len(lines)
        row: list[Placed] = []
        begin = 0
        for cell in COLUMNS.split(line):
            left = line.index(cell, begin)
            begin = left + len(cell)
            if text := cell.strip():
                row.append((text, page, min(1, left / WIDE), top, min(1, begin / WIDE), bottom))
        yield row


def _plain(token: str) -> str:
    return f"#{min(len(token), 6)}" if token[0].isdigit() else token.casefold()
