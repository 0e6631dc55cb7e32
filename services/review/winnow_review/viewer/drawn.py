"""The words inside a box that somebody drew, in the order they are read in. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from statistics import median
from typing import Final, Literal
from unicodedata import bidirectional

from winnow.contracts.base import Box
from winnow.contracts.parsed import Word

SAME_LINE: Final = 0.55  # of a line's height
Direction = Literal["left", "right", "none"]  # where the word's script begins to be read


def text_in(words: Iterable[Word], page: int, box: Box) -> str:
    """The words of the page whose middle lies in the box: lines top-down, joined by spaces.

    Within a line, words are in the order they are read in, at the level of words as in UAX 9,
    rule L2: a line is read from the side that most of its words are, runs of others stay as drawn.
    """
    inside = [word for word in words if word.page == page and _holds(box, word)]
    return " ".join(word.text for line in _lines(inside) for word in _read(line))


def _holds(box: Box, word: Word) -> bool:
    x = (word.box.x0 + word.box.x1) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= _middle(word) <= box.y1


def _middle(word: Word) -> float:
    return (word.box.y0 + word.box.y1) / 2


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    for word in sorted(words, key=_middle):
        if lines and _same_line(lines[-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _same_line(line: Sequence[Word], word: Word) -> bool:
    heights = [other.box.y1 - other.box.y0 for other in line]
    limit = SAME_LINE * max(median(heights), word.box.y1 - word.box.y0)
    return abs(_middle(word) - median(map(_middle, line))) <= limit


def _read(line: list[Word]) -> Iterator[Word]:
    directions = [_direction(word.text) for word in line]
    backwards = directions.count("right") > directions.count("left")
    other: Direction = "left" if backwards else "right"
    seen = sorted(line, key=lambda word: word.box.x0, reverse=backwards)
    for is_other, run in groupby(seen, key=lambda word: _direction(word.text) == other):
        words = list(run)
        yield from reversed(words) if is_other else words


def _direction(text: str) -> Direction:
    """That of its first strong character; numbers and marks have none."""
    for char in text:
        match bidirectional(char):
            case "L":
                return "left"
            case "R" | "AL":
                return "right"
    return "none"
