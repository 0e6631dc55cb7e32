"""Where the sentences of a text stand: lines of tables are sentences of their own. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

ENDS: Final = re.compile(
    r"[.!?\u061f]+[\"'\u201d\u2019)\]]*(?=\s+[\"'\u201c\u2018(\[\u00bf\u00a1]*[^\W_a-z\u00df-\u00ff])"
    r"|[\u3002\uff01\uff1f]+[\u201d\u300d]?"  # scripts that do not part sentences by a space
)
# No sentence ends after these, nor after an initial
SHORT: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nr|Sr|Jr|Inc|Ltd|Co|Corp|vs|ca|approx|Fig|Art|Abs|Sra|Srta"
    r"|e\.g|i\.e|z\.B|d\.h|U\.S|a\.m|p\.m)|\b[A-Z])$"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """What stands there."""
        return text[self.start : self.end]

    def holds(self, other: "Span") -> bool:
        """Whether the other lies in it."""
        return self.start <= other.start and other.end <= self.end


def sentences(text: str) -> list[Span]:
    """The sentences in order, without the white space around them."""
    return [span for line in _lines(text) for span in _within(text, line)]


def around(text: str, place: Span) -> Span:
    """The sentences that a place touches, as one span; the place itself if it touches none."""
    touched = [one for one in sentences(text) if one.start < place.end and place.start < one.end]
    if not touched:
        return place
    return Span(min(place.start, touched[0].start), max(place.end, touched[-1].end))


def _lines(text: str) -> Iterator[Span]:
    """Runs between blank lines; a run with cells is cut into its rows, and others are prose."""
    for found in re.finditer(r"(?:[^\n]|\n(?!\s*\n))+", text):
        if " | " not in found[0]:
            yield Span(found.start(), found.end())
            continue
        for line in re.finditer(r"[^\n]+", found[0]):
            yield Span(found.start() + line.start(), found.start() + line.end())


def _within(text: str, line: Span) -> Iterator[Span]:
    start = line.start
    if " | " not in line.of(text):
        for end in ENDS.finditer(text, line.start, line.end):
            if end[0].startswith(".") and SHORT.search(text, start, end.start()):
                continue
            yield from _bare(text, start, end.end())
            start = end.end()
    yield from _bare(text, start, line.end)


def _bare(text: str, start: int, end: int) -> Iterator[Span]:
    said = text[start:end]
    left = start + len(said) - len(said.lstrip())
    right = start + len(said.rstrip())
    if left < right:
        yield Span(left, right)
