"""Words on a page as lines of text."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Final
from unicodedata import bidirectional

from winnow.contracts.base import Box
from winnow.contracts.parsed import Word

CELLS: Final = " | "
CELL_GAP: Final = 1.5  # of a line's height: wider than any space between words
SAME_LINE: Final = 0.55  # of a line's height


def lines_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words by line from top to bottom, each in the direction it is read in."""
    ordered = sorted(words, key=lambda word: (middle(word.box), word.box.x0))
    lines: list[list[Word]] = []
    for word in ordered:
        if lines and _same_line(lines[-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [
        sorted(line, key=lambda word: word.box.x0, reverse=_is_right_to_left(line))
        for line in lines
    ]


def line_text(line: Sequence[Word], aspect: float) -> str:
    """The words of a line; a gap wider than a space between words parts two cells.

    `aspect` is the page's width by its height.
    """
    height = line_height(line)
    text = line[0].text
    for one, two in pairwise(line):
        gap = max(two.box.x0 - one.box.x1, one.box.x0 - two.box.x1) * aspect
        text += (CELLS if gap > CELL_GAP * height else " ") + two.text
    return text


def line_height(line: Sequence[Word]) -> float:
    """That of its capitals and digits, as a share of the page."""
    heights = sorted(word.box.y1 - word.box.y0 for word in line)
    return heights[3 * len(heights) // 4]


def around(boxes: Iterable[Box | None]) -> Box:
    """The smallest box that holds all of them."""
    known = [box for box in boxes if box is not None]
    return Box(
        x0=min(box.x0 for box in known),
        y0=min(box.y0 for box in known),
        x1=max(box.x1 for box in known),
        y1=max(box.y1 for box in known),
    )


def middle(box: Box) -> float:
    """How far down its middle is."""
    return (box.y0 + box.y1) / 2


def holds(box: Box | None, word: Word) -> bool:
    """Whether the middle of the word lies in the box."""
    x, y = (word.box.x0 + word.box.x1) / 2, middle(word.box)
    return box is not None and box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _same_line(line: Sequence[Word], word: Word) -> bool:
    heights = [other.box.y1 - other.box.y0 for other in line]
    centre = sum(middle(other.box) for other in line) / len(line)
    limit = SAME_LINE * max(median(heights), word.box.y1 - word.box.y0)
    return abs(middle(word.box) - centre) <= limit


def _is_right_to_left(line: Sequence[Word]) -> bool:
    letters = [bidirectional(word.text[0]) for word in line]
    return sum(letter in ("R", "AL") for letter in letters) * 2 > len(letters)
