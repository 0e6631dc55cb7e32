"""A document made ready for looking values up."""

from collections import defaultdict

from winnow.contracts.parsed import ParsedDocument
from winnow_extract.grounding.amounts import amounts_in, smudged_in
from winnow_extract.grounding.dates import Day, days_in
from winnow_extract.grounding.folding import Folded
from winnow_extract.grounding.places import Places

Span = tuple[int, int]


class SourceIndex:
    """Built once a document, in time that grows with its length; then milliseconds a value.

    `amounts` and `smudged` hold the spans of printed numbers by value, `days` those of dates.
    """

    def __init__(self, parsed: ParsedDocument) -> None:
        self.text = parsed.text
        self.folded = Folded(parsed.text)
        self.places = Places(parsed)
        self.amounts: dict[float, list[Span]] = _by_value(amounts_in(parsed.text))
        self.smudged: dict[float, list[Span]] = _by_value(smudged_in(parsed.text))
        self.days: dict[str, list[Day]] = defaultdict(list)
        for day in days_in(parsed.text):
            self.days[day.iso].append(day)


def key_of(value: float) -> float:
    """Numbers that differ by less than a millionth are one."""
    return round(value, 6) + 0.0


def _by_value(amounts: object) -> dict[float, list[Span]]:
    found: dict[float, list[Span]] = defaultdict(list)
    for value, start, end in amounts:  # type: ignore[attr-defined]
        if (start, end) not in found[key_of(value)][-1:]:
            found[key_of(value)].append((start, end))
    return found
