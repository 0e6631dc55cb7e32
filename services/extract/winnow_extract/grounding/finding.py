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


def find(index: SourceIndex, value: Scalar) -> list[Found]:
    """The places of a value, best first; of other prints than the value's own where that is none."""
    if value is None or isinstance(value, bool):
        return []
    if isinstance(value, int | float):
        return best_first(find_number(index, value)) or _as_code(index, value)
    if is_day(value):
        return best_first(find_day(index, value))
    amount = amount_of(value)
    if amount and readings(amount["digits"]):
        return best_first(find_amount(index, value, amount))
    return best_first(_find_text(index, value))


def find_everywhere(index: SourceIndex, value: Scalar) -> list[Found]:
    """Like `find`; words in other prints too, for a row's own line may print them otherwise."""
    places = find(index, value)
    if not isinstance(value, str) or not places or places[0].kind != Match.EXACT:
        return places
    if is_day(value) or amount_of(value):
        return places
    known = {found.start for found in places}
    more = [found for found in find_folded(index.folded, value) if found.start not in known]
    return best_first([*places, *more])


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


def _find_text(index: SourceIndex, value: str) -> list[Found]:
    return (
        find_exact(index.text, value)
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
