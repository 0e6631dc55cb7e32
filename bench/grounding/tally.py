"""What is counted: hits among values that stand in the text, finds among those that do not."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bench.grounding.aligners import Placed, Placement
from bench.grounding.truth import Printed, Scalar

from winnow.contracts.parsed import ParsedDocument
from winnow.recipes.pointers import field_of

EDGE = 0.006  # of the page, by which a word may stand out of its element


@dataclass
class Tally:
    """The figures of one aligner."""

    hits: Counter[str] = field(default_factory=Counter)
    literal: Counter[str] = field(default_factory=Counter)
    borrowed: int = 0
    found: Counter[str] = field(default_factory=Counter)
    firm: int = 0
    values: int = 0
    seconds: float = 0.0
    missed: list[str] = field(default_factory=list)
    wrongly: list[str] = field(default_factory=list)

    def true_values(
        self,
        name: str,
        parsed: ParsedDocument,
        printed: Printed,
        leaves: Mapping[str, Scalar],
        placement: Placement,
    ) -> None:
        """Values of the document itself: those that stand in it must be on the right lines."""
        for pointer, value in leaves.items():
            places = printed.literal(value)
            if not places:
                continue
            of = field_of(pointer)
            self.literal[of] += 1
            placed = placement.get(pointer)
            if placed and any(right(parsed, printed, placed, place) for place in places):
                self.hits[of] += 1
            else:
                said = f"{placed.how} {printed.text[placed.start : placed.end]!r}" if placed else ""
                self.missed.append(f"{name} {pointer} {value!r}: {said or 'none'}")

    def borrowed_values(
        self, name: str, printed: Printed, leaves: Mapping[str, Scalar], placement: Placement
    ) -> None:
        """Values of another document: those that do not stand in this one must not be found."""
        for pointer, value in leaves.items():
            if value is None or isinstance(value, bool) or printed.stands(value):
                continue
            self.borrowed += 1
            if placed := placement.get(pointer):
                self.found[placed.how] += 1
                self.firm += placed.firm
                said = printed.text[placed.start : placed.end]
                self.wrongly.append(f"{name} {pointer} {value!r}: {placed.how} {said!r}")

    def report(self) -> dict[str, Any]:
        by_field: dict[str, list[int]] = defaultdict(list)
        for of, count in sorted(self.literal.items()):
            by_field[of] = [self.hits[of], count]
        return {
            "hit": _share(self.hits.total(), self.literal.total()),
            "false": _share(self.firm, self.borrowed),
            "values": self.values,
            "ms_per_value": round(1000 * self.seconds / max(1, self.values), 4),
            "literal": self.literal.total(),
            "hits": self.hits.total(),
            "borrowed": self.borrowed,
            "false_any": _share(self.found.total(), self.borrowed),
            "false_kinds": dict(self.found.most_common()),
            "by_field": dict(by_field),
        }


def right(parsed: ParsedDocument, printed: Printed, placed: Placed, place: tuple[int, int]) -> bool:
    """On the lines of this occurrence; and boxes, if any, around these very words."""
    if printed.lines(placed.start, placed.end) != printed.lines(*place):
        return False
    return not placed.boxes or _boxed(parsed, placed)


def _boxed(parsed: ParsedDocument, placed: Placed) -> bool:
    """The boxes lie in the elements that the quote touches; their words hold its letters."""
    touched = [
        element.box
        for element in parsed.elements
        if element.start < placed.end and element.end > placed.start and element.box
    ]
    for box in placed.boxes:
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        if not any(
            around.x0 - EDGE <= x <= around.x1 + EDGE and around.y0 - EDGE <= y <= around.y1 + EDGE
            for around in touched
        ):
            return False
    boxes = set(placed.boxes)
    drawn = "".join(word.text for word in parsed.words if word.box in boxes)
    quote = parsed.text[placed.start : placed.end]
    return not parsed.words or Counter(_letters(quote)) <= Counter(_letters(drawn))


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
