"""One value looked up in a document."""

from typing import Final

from winnow.contracts.evidence import Evidence, Match
from winnow_extract.grounding.currencies import find_sign
from winnow_extract.grounding.dates import is_day
from winnow_extract.grounding.durations import other_words
from winnow_extract.grounding.figures import (
    amount_of,
    find_amount,
    find_day,
    find_number,
    find_printed_day,
)
from winnow_extract.grounding.found import Found, best_first, top
from winnow_extract.grounding.index import SourceIndex
from winnow_extract.grounding.readings import readings
from winnow_extract.grounding.similar import find_similar
from winnow_extract.grounding.texts import find_exact, find_folded

Scalar = str | int | float | bool | None
REWORDED: Final = 0.9


def ground(index: SourceIndex, value: Scalar, near: int | None = None) -> Evidence:
    """The place of `value`: of the best kind, and nearest to character `near` if that is given.

    Numbers and dates are only found as whole tokens. Evidence of kind NONE where the value does
    not stand in the document, and for booleans and null: never a best guess.
    """
    places = top(find(index, value))
    if not places:
        return Evidence()
    if near is not None:
        places.sort(key=lambda found: abs(found.start - near))
    return evidence_of(index, places[0])


def find(index: SourceIndex, value: Scalar, *, all_prints: bool = False) -> list[Found]:
    """The places of a value, best first.

    With `all_prints` also those in other prints than the best, for the line that a row of a list
    stands on may print the value otherwise.
    """
    if value is None or isinstance(value, bool):
        return []
    if isinstance(value, int | float):
        places = find_number(index, value, all_prints=all_prints) or _as_code(index, value)
        return best_first(places)
    if is_day(value):
        return best_first(find_day(index, value))
    amount = amount_of(value)
    if amount and readings(amount["digits"]):
        return best_first(find_amount(index, value, amount, all_prints=all_prints))
    return best_first(_find_text(index, value, all_prints=all_prints))


def evidence_of(index: SourceIndex, found: Found) -> Evidence:
    """A place as evidence, with its page and the boxes of its words."""
    return Evidence(
        kind=found.kind,
        score=found.score,
        page=index.places.page_of(found.start),
        boxes=index.places.boxes_of(found.start, found.end),
        start=found.start,
        end=found.end,
        quote=index.text[found.start : found.end],
    )


def _find_text(index: SourceIndex, value: str, *, all_prints: bool) -> list[Found]:
    places = find_exact(index.text, value)
    if places and all_prints:
        known = {found.start for found in places}
        others = find_folded(index.folded, value)
        return [*places, *(found for found in others if found.start not in known)]
    return (
        places
        or find_folded(index.folded, value)
        or find_sign(index.text, value)
        or _reworded(index, value)
        or find_printed_day(index, value)
        or find_similar(index.folded, value)
    )


def _as_code(index: SourceIndex, value: float) -> list[Found]:
    """A whole number of more digits than a float can hold, as the code that it must be."""
    return find_exact(index.text, str(value)) if abs(value) >= 1e15 else []


def _reworded(index: SourceIndex, value: str) -> list[Found]:
    return [
        found._replace(kind=Match.NORMALISED, score=REWORDED)
        for other in other_words(value)
        for found in find_folded(index.folded, other)
    ]
