"""One value looked up in a document."""

import re
from typing import Final

from winnow.contracts.evidence import Evidence, Match
from winnow_extract.grounding.amounts import place, readings
from winnow_extract.grounding.dates import is_day
from winnow_extract.grounding.durations import other_words
from winnow_extract.grounding.found import RANK, Found, best_first
from winnow_extract.grounding.index import SourceIndex, key_of
from winnow_extract.grounding.texts import find_similar, find_text

Scalar = str | int | float | bool | None
NUMBER: Final = re.compile(r"[-\u2212]?\d+(?:[.,'\u2019]\d+)+")
SIGNS: Final = {
    "EUR": ("\u20ac",),
    "GBP": ("\u00a3",),
    "USD": ("US$", "$"),
    "JPY": ("\u00a5",),
    "INR": ("\u20b9", "Rs"),
    "MYR": ("RM",),
    "CHF": ("Fr", "SFr"),
    "AUD": ("A$", "$"),
    "CAD": ("C$", "$"),
    "SEK": ("kr",),
    "DKK": ("kr",),
    "NOK": ("kr",),
    "PLN": ("z\u0142",),
}


def ground(index: SourceIndex, value: Scalar, near: int | None = None) -> Evidence:
    """The place of `value`: of the best kind, and nearest to character `near` if that is given.

    Numbers and dates are only found as whole tokens. Evidence of kind NONE where the value does
    not stand in the document, and for booleans and null: never a best guess.
    """
    places = find(index, value)
    if not places:
        return Evidence()
    top = [found for found in places if RANK[found.kind] == RANK[places[0].kind]]
    if near is not None:
        top.sort(key=lambda found: abs(found.start - near))
    return evidence_of(index, top[0])


def find(index: SourceIndex, value: Scalar) -> list[Found]:
    """All places of a value, best first."""
    if value is None or isinstance(value, bool):
        return []
    if isinstance(value, int | float):
        return best_first(_numbers(index, float(value)))
    if is_day(value):
        return best_first(_days(index, value))
    if NUMBER.fullmatch(value.strip()):
        return best_first(_printed_number(index, value.strip()))
    places = find_text(index.folded, value) or _signs(index, value) or _reworded(index, value)
    return best_first(places or find_similar(index.folded, value))


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


def _numbers(index: SourceIndex, value: float) -> list[Found]:
    spans = index.amounts.get(key_of(value), [])
    if spans:
        return [place(value, index.text, *span) for span in spans]
    smudged = index.smudged.get(key_of(value), [])
    return [Found(*span, Match.NORMALISED, 0.85) for span in smudged]


def _printed_number(index: SourceIndex, value: str) -> list[Found]:
    """A number given as text: the same print is exact, another print of the same number is not."""
    sign, digits = (-1, value[1:]) if value[0] in "-\u2212" else (1, value)
    places = []
    for reading in readings(digits):
        for found in _numbers(index, sign * reading):
            same = index.text[found.start : found.end] == digits
            places.append(
                found._replace(kind=Match.EXACT, score=1.0)
                if same
                else found._replace(kind=Match.NORMALISED, score=min(found.score, 0.95))
            )
    return places or (find_text(index.folded, value) if not readings(digits) else [])


def _days(index: SourceIndex, iso: str) -> list[Found]:
    places = []
    for day in index.days.get(iso, []):
        if index.text[day.start : day.end] == iso:
            places.append(Found(day.start, day.end, Match.EXACT, 1.0))
        else:
            places.append(Found(day.start, day.end, Match.NORMALISED, 0.95 if day.sure else 0.8))
    return places


def _reworded(index: SourceIndex, value: str) -> list[Found]:
    return [
        found._replace(kind=Match.NORMALISED, score=0.9)
        for other in other_words(value)
        for found in find_text(index.folded, other)
    ]


def _signs(index: SourceIndex, value: str) -> list[Found]:
    """A currency code by its sign; `$` is that of several, so it counts less."""
    for sign in SIGNS.get(value, ()):
        pattern = re.escape(sign) if not sign[0].isalpha() else rf"(?<![^\W\d]){sign}(?![^\W\d])"
        places = [
            Found(*token.span(), Match.NORMALISED, 0.8 if sign in ("$", "kr") else 0.95)
            for token in re.finditer(pattern, index.text)
        ]
        if places:
            return places
    return []
