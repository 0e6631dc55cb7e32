"""Values that the text does not say: a model trained on them learns to invent.

A day or an amount is there in whatever spelling `winnow.layout` reads, a text if its letters are
there in their order, or nearly all of them.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Final

from winnow.evaluation.given import given_document
from winnow.layout.amounts import find_amounts
from winnow.layout.candidates import digits
from winnow.layout.context import Context
from winnow.layout.days import find_days
from winnow.layout.page import Layout, layout_of
from winnow.recipes.equality import same
from winnow.recipes.pointers import Scalar, field_of
from winnow.tuning.checks.data import Data
from winnow.tuning.checks.report import Finding
from winnow.tuning.likeness import letters_of

ALIKE: Final = 92.0  # of 100; of a text that is there but for some letters
SHORT: Final = 8  # letters; shorter texts must be there to the letter
USUAL: Final = (
    0.8  # share of a field's values that are in their texts, where one that is not stands out
)
MANY: Final = 400  # figures and days of a text that are looked at


class Printed:
    """What a text says, in any spelling of it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def says(self, value: Scalar) -> bool:
        """Whether the value is there. Flags and nulls are nowhere printed: they count as said."""
        if value is None or isinstance(value, bool):
            return True
        if isinstance(value, int | float):
            return any(same(abs(value), abs(one)) for one in self._amounts)
        return self._says_day(value) if _is_day(value) else self._says_text(value)

    def _says_day(self, value: str) -> bool:
        return value in self._days or self._says_text(value)

    def _says_text(self, value: str) -> bool:
        from rapidfuzz import fuzz

        wanted = letters_of(value)
        if wanted in self._letters:
            return True
        if len(wanted) < SHORT or len(wanted) > len(self._letters):
            return False
        found = fuzz.partial_ratio_alignment(wanted, self._letters, score_cutoff=ALIKE)
        if found is None:
            return False
        return digits(self._letters[found.dest_start : found.dest_end]) == digits(wanted)

    @cached_property
    def _letters(self) -> str:
        return letters_of(self._text)

    @cached_property
    def _amounts(self) -> tuple[float, ...]:
        found = find_amounts(self._layout, Context(self._layout), MANY)
        return tuple(one.value for one in found if isinstance(one.value, int | float))

    @cached_property
    def _days(self) -> frozenset[str]:
        return frozenset(
            str(one.value) for one in find_days(self._layout, Context(self._layout), MANY)
        )

    @cached_property
    def _layout(self) -> Layout:
        return layout_of(given_document(self._text))


def values_not_in_text(data: Data) -> Iterator[Finding]:
    """Values that are not in their text, a finding for each.

    A warning where the field's other values nearly all are: then it is likely to be wrong.
    """
    missing: dict[str, list[tuple[int, str, Scalar]]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    for at, text in enumerate(data.texts):
        data.tell("looking values up", at + 1, len(data.texts))
        printed, closed = Printed(text), data.closed[at]
        for pointer, value in data.leaves[at].items():
            if value is None or pointer in closed or data.examples[at].task != "extract":
                continue
            counts[field_of(pointer)] += 1
            if not printed.says(value):
                missing[field_of(pointer)].append((at, pointer, value))
    for name, found in missing.items():
        share = 1 - len(found) / counts[name]
        for at, pointer, value in found:
            yield Finding(
                check="value-not-in-text",
                severity="warning" if share >= USUAL else "note",
                ids=(data.examples[at].id,),
                field=pointer,
                message=f"“{value}” is not in the text, where {share:.0%} of this field's values "
                "are; correct it, or leave the field empty.",
                score=share,
            )


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == len("2024-01-31")
