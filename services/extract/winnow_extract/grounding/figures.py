"""Numbers, amounts with a currency or a per cent sign, and days, looked up by what they mean."""

import re
from typing import Final

from winnow.contracts.evidence import Match
from winnow_extract.grounding.currencies import NAME, NAMES, currencies_at
from winnow_extract.grounding.dates import days_in
from winnow_extract.grounding.found import Found
from winnow_extract.grounding.index import SourceIndex, key_of
from winnow_extract.grounding.readings import LONGEST, place, readings
from winnow_extract.grounding.scripts import figures
from winnow_extract.grounding.texts import find_exact

AMOUNT: Final = re.compile(
    rf"(?P<open>\()?(?P<sign>[-\u2212])?\s?(?:(?P<before>{NAME})\.?)?\s?(?P<minus>[-\u2212])?"
    r"(?P<digits>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,'\u2019]\d+)*)"
    rf"\s?(?P<after>{NAME}|%)?(?P<close>[-\u2212)])?",
    re.IGNORECASE,
)
WIDEST: Final = 40  # characters of an amount
SMUDGED: Final = 0.85
UNSURE: Final = 0.8  # a day whose day and month may be swapped
PER_CENT: Final = re.compile(
    r"\s?(?:%|per ?cent|prozent|pour ?cent|por ciento|v\.\s?h)", re.IGNORECASE
)


def find_number(index: SourceIndex, value: float, *, all_prints: bool = False) -> list[Found]:
    """A number as a token of its own; one that OCR smudged only where it stands nowhere clean.

    With `all_prints` other prints of it too where it stands in its plainest.
    """
    if isinstance(value, int) and len(str(abs(value))) > LONGEST:
        return []  # a float would take its neighbours for it
    if glance := index.glance:
        if not glance.may_hold(value):
            return []
        if not all_prints and (plain := glance.plain(value)):
            return plain
    spans = index.amounts.get(key_of(value), [])
    if spans:
        return [place(value, index.text, *span) for span in spans]
    smudged = index.smudged.get(key_of(value), [])
    return [Found(*span, Match.NORMALISED, SMUDGED) for span in smudged]


def amount_of(value: str) -> re.Match[str] | None:
    """The parts of a text that is nothing but an amount, such as -5.00, RM 8.20, 19 % or (5.00)."""
    if len(value) > WIDEST or not any(char.isdigit() for char in value):
        return None
    amount = AMOUNT.fullmatch(figures(value.strip()))
    if amount is None:
        return None
    plain = amount["digits"].isdigit()
    bare = not (amount["before"] or amount["after"] or amount["sign"] or amount["minus"])
    return None if plain and bare else amount


def find_amount(
    index: SourceIndex, value: str, amount: re.Match[str], *, all_prints: bool = False
) -> list[Found]:
    """An amount given as text: the same print is exact, another print of the same number is not.

    A per cent sign must stand in the document too; a currency, if one stands beside the number,
    must be the same.
    """
    brackets = amount["open"] and amount["close"] == ")"
    trailing = amount["close"] and amount["close"] != ")"
    sign = -1 if amount["sign"] or amount["minus"] or brackets or trailing else 1
    named = (amount["before"] or amount["after"] or "").lower()
    places = []
    for reading in readings(amount["digits"]):
        for found in find_number(index, sign * reading, all_prints=all_prints):
            if named == "%" and not PER_CENT.match(index.text[found.end : found.end + 12]):
                continue
            if named in NAMES and _other_currency(index.text, found, NAMES[named]):
                continue
            places.append(_as_text(index, found, value.strip(), amount["digits"]))
    if not places and (" " in amount["digits"] or any(char.isalpha() for char in value)):
        return find_exact(index.text, value)  # what looks like an amount may be a code: KR-2024
    return places


def _other_currency(text: str, found: Found, codes: frozenset[str]) -> bool:
    beside = currencies_at(text, found.start, found.end)
    return bool(beside) and not beside & codes


def _as_text(index: SourceIndex, found: Found, value: str, digits: str) -> Found:
    text = index.text
    whole = text.find(value, max(0, found.start - len(value)), found.end + len(value))
    if whole >= 0 and whole <= found.start and found.end <= whole + len(value):
        return Found(whole, whole + len(value), Match.EXACT, 1.0)
    if value == digits and text[found.start : found.end] == digits:
        return found._replace(kind=Match.EXACT, score=1.0)
    return found._replace(kind=Match.NORMALISED, score=min(found.score, 0.95))


def find_day(index: SourceIndex, iso: str) -> list[Found]:
    """A day of the calendar in any of its prints."""
    if index.glance and not index.glance.may_hold_day(iso):
        return []
    places = []
    for day in index.days.get(iso, []):
        if index.text[day.start : day.end] == iso:
            places.append(Found(day.start, day.end, Match.EXACT, 1.0))
        else:
            score = 0.95 if day.sure else UNSURE
            places.append(Found(day.start, day.end, Match.NORMALISED, score))
    return places


def find_printed_day(index: SourceIndex, value: str) -> list[Found]:
    """A day given as it may be printed, such as 5 April 2026, in another of its prints."""
    printed = value.strip()
    if len(printed) > WIDEST or not any(char.isdigit() for char in printed):
        return []
    meant = {day.iso for day in days_in(figures(printed)) if day.end - day.start == len(printed)}
    places = {found.start: found for iso in sorted(meant) for found in find_day(index, iso)}
    return [
        found._replace(kind=Match.EXACT, score=1.0)
        if index.text[found.start : found.end] == printed
        else found
        for found in places.values()
    ]
