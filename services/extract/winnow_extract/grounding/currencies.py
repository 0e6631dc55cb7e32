"""Currencies by code, by sign, and beside an amount."""

import re
from typing import Final

from winnow.contracts.evidence import Match
from winnow_extract.grounding.found import Found

SIGNS: Final = {
    "EUR": ("\u20ac", "Euro"),
    "GBP": ("\u00a3",),
    "USD": ("US$", "$"),
    "JPY": ("\u00a5", "\u5186"),
    "CNY": ("\u00a5", "\u5143", "RMB"),
    "KRW": ("\u20a9", "\uc6d0"),
    "INR": ("\u20b9", "Rs"),
    "MYR": ("RM",),
    "CHF": ("Fr", "SFr"),
    "AUD": ("A$", "$"),
    "CAD": ("C$", "$"),
    "SGD": ("S$", "$"),
    "HKD": ("HK$", "$"),
    "SEK": ("kr",),
    "DKK": ("kr",),
    "NOK": ("kr",),
    "PLN": ("z\u0142",),
    "THB": ("\u0e3f",),
    "ILS": ("\u20aa",),
    "TRY": ("\u20ba",),
    "UAH": ("\u20b4",),
    "RUB": ("\u20bd",),
}
SHARED: Final = frozenset(("$", "kr", "\u00a5", "Fr", "Rs"))  # signs of several currencies
NAMES: Final = {
    name.lower(): frozenset(code for code, signs in SIGNS.items() if name in (code, *signs))
    for code, signs in SIGNS.items()
    for name in (code, *signs)
}
NAME: Final = "|".join(sorted(map(re.escape, NAMES), key=len, reverse=True))
BEFORE: Final = re.compile(rf"(?<![^\W\d_])({NAME})[ ]?[-\u2212(]?$", re.IGNORECASE)
AFTER: Final = re.compile(rf"[)]?[ ]?({NAME})(?![^\W\d_])", re.IGNORECASE)
AROUND: Final = 6


def find_sign(text: str, code: str) -> list[Found]:
    """A currency code by its sign; a sign that is shared counts less."""
    for sign in SIGNS.get(code, ()):
        pattern = re.escape(sign) if not sign[0].isalpha() else rf"(?<![^\W\d]){sign}(?![^\W\d])"
        places = [
            Found(*token.span(), Match.NORMALISED, 0.8 if sign in SHARED else 0.95)
            for token in re.finditer(pattern, text)
        ]
        if places:
            return places
    return []


def currencies_at(text: str, start: int, end: int) -> frozenset[str]:
    """The codes that the currency beside an amount may mean; empty where none is printed."""
    before = BEFORE.search(text[max(0, start - AROUND) : start])
    after = AFTER.match(text[end : end + AROUND])
    name = before or after
    return NAMES[name[1].lower()] if name else frozenset()
