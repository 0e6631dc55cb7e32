"""A document made ready for looking values up."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from winnow.contracts.parsed import ParsedDocument
from winnow_extract.grounding.amounts import Amount, amounts_in, smudged_in
from winnow_extract.grounding.cells import Cell, cells
from winnow_extract.grounding.dates import Day, days_in
from winnow_extract.grounding.folding import Folded
from winnow_extract.grounding.lines import Line, Lines
from winnow_extract.grounding.places import Places
from winnow_extract.grounding.quick import SHORT, Glance
from winnow_extract.grounding.scripts import figures

Span = tuple[int, int]


class SourceIndex:
    """What is known of a document; each part is built when first asked for, once.

    Building takes time that grows with the length of the text, and looking a value up afterwards
    little: numbers and days are found by value, words by one pass over the folded text.
    """

    def __init__(self, parsed: ParsedDocument) -> None:
        self.text = parsed.text
        self.places = Places(parsed)
        self.lines = Lines(parsed.text, self.places)
        self._parsed = parsed
        self._cells: dict[int, list[Cell]] = {}

    def cells_of(self, line: Line) -> list[Cell]:
        """The cells of a line, empty where no words are drawn."""
        if line.start not in self._cells:
            at = self.places.element_at(line.start)
            tokens = [] if at is None else self.places.drawn_in(at)
            self._cells[line.start] = list(cells(self.text, line, tokens))
        return self._cells[line.start]

    @cached_property
    def figures(self) -> str:
        """The text with the digits of every script as 0 to 9."""
        return figures(self.text)

    @cached_property
    def glance(self) -> Glance | None:
        """Of a short document."""
        return Glance(self.text, self.figures) if len(self.text) <= SHORT else None

    @cached_property
    def folded(self) -> Folded:
        return Folded(self.text)

    @cached_property
    def amounts(self) -> dict[float, list[Span]]:
        """The spans of printed numbers by value."""
        return _by_value(amounts_in(self.figures))

    @cached_property
    def smudged(self) -> dict[float, list[Span]]:
        """The spans of numbers with letters for digits, by value."""
        return _by_value(smudged_in(self.text))

    @cached_property
    def days(self) -> dict[str, list[Day]]:
        """Printed days by ISO date."""
        found: dict[str, list[Day]] = defaultdict(list)
        for day in days_in(self.figures):
            found[day.iso].append(day)
        return found

    @cached_property
    def hidden(self) -> "SourceIndex | None":
        """The same for the text of the file that no page shows, if there is any."""
        if not self._parsed.hidden:
            return None
        text = "\n\n".join(hidden.text for hidden in self._parsed.hidden)
        return SourceIndex(ParsedDocument(text=text, pages=(), elements=(), chunks=()))


def key_of(value: float) -> float:
    """Numbers that differ by less than a millionth are one."""
    return round(value, 6) + 0.0


def _by_value(amounts: Iterable[Amount]) -> dict[float, list[Span]]:
    found: dict[float, list[Span]] = defaultdict(list)
    for value, start, end in amounts:
        spans = found[key_of(value)]
        if not spans or spans[-1] != (start, end):
            spans.append((start, end))
    return found
