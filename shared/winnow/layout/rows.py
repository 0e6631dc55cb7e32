"""The cells of a document line by line, as drawn or as typed."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from winnow.contracts.parsed import ParsedDocument, Word

GAP: Final = 1.5  # of a line's height: wider than any space between words
SAME_LINE: Final = 0.55  # of a line's height
ASPECT: Final = 0.7  # width by height of a page that does not tell them
COLUMNS: Final = re.compile(r"\t+|\s{1,20}\|\s{1,20}| {3,}")
WIDE: Final = 100  # characters of a line of text without boxes
MOST_WORDS: Final = 20_000  # of a document; what comes later is not looked at
Placed = tuple[str, int, float, float, float, float]  # text, page, x0, y0, x1, y1


def rows_of(parsed: ParsedDocument) -> Iterator[list[Placed]]:
    """The lines from top to bottom, each as its cells; the text's own lines without boxes."""
    rows = _drawn(parsed) if parsed.words else _typed(parsed)
    return filter(None, map(_told, rows))


def _told(row: list[Placed]) -> list[Placed]:
    return [cell for cell in row if cell[0].strip()]


def _drawn(parsed: ParsedDocument) -> Iterator[list[Placed]]:
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


def _typed(parsed: ParsedDocument) -> Iterator[list[Placed]]:
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
