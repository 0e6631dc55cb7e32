"""Short cuts for short documents, where reading every number and day costs more than a look.

They change what is computed, never what comes out: a value is looked for in its plainest print, and
numbers and days whose digits do not stand in the text at all are not looked for any further.
"""

import re
from functools import cached_property, lru_cache
from typing import Final

from winnow.contracts.evidence import Match
from winnow_extract.grounding.amounts import DIGITS, SCIENTIFIC, signs
from winnow_extract.grounding.dates import BUDDHIST
from winnow_extract.grounding.found import Found
from winnow_extract.grounding.readings import plain_prints
from winnow_extract.grounding.texts import positions

SHORT: Final = 20_000  # characters
FIGURES: Final = re.compile(r"[0-9]+")
MARKS: Final = frozenset(".,'\u2019")


class Glance:
    """A short text as printed, and with every digit as 0 to 9; `digits` has these in one run."""

    def __init__(self, printed: str, text: str) -> None:
        self.printed = printed
        self.text = text
        self.digits = "".join(FIGURES.findall(text))

    @cached_property
    def smudged(self) -> str:
        """The digits with the letters that OCR may have taken them for."""
        return "".join(FIGURES.findall(self.text.translate(DIGITS)))

    @cached_property
    def _scientific(self) -> bool:
        return SCIENTIFIC.search(self.text) is not None

    def plain(self, value: float) -> list[Found]:
        """Where a number stands exactly as it would be written plainly, as a token of its own."""
        found = [
            Found(at, at + len(form), Match.EXACT, 1.0)
            for form in plain_prints(value)
            for at in positions(self.printed, form)
            if _alone(self.text, at, at + len(form))
            and any(sign * value >= 0 for sign in signs(self.text, at, at + len(form)))
        ]
        return sorted(found)

    def may_hold(self, value: float) -> bool:
        """False only if the number cannot stand in the text in any print."""
        digits = _significant(value)
        if digits in self.digits or digits in self.smudged:
            return True
        return self._scientific

    def may_hold_day(self, iso: str) -> bool:
        """False only if the day cannot stand in the text in any print."""
        return not self.text.isascii() or any(form in self.digits for form in _orders(iso))


def _alone(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before[-1:].isdigit() or after[:1].isdigit():
        return False
    return not (
        (before[-1:] in MARKS and before[:1].isdigit() and len(before) == 2)
        or (after[:1] in MARKS and after[1:].isdigit())
    )


def _significant(value: float) -> str:
    """The digits that every print of a number has, one after another."""
    whole, _, part = f"{abs(value):.6f}".partition(".")
    return (whole.lstrip("0") + part.rstrip("0")) or "0"


@lru_cache(maxsize=1024)
def _orders(iso: str) -> frozenset[str]:
    """The digits of a day in every order and length that they are printed in."""
    year, month, day = iso.split("-")
    years, months = {year, year[2:], str(int(year) + BUDDHIST[2])}, {month, month.lstrip("0")}
    days = {day, day.lstrip("0")}
    return frozenset(
        form
        for y in years
        for m in months
        for d in days
        for form in (d + m + y, m + d + y, y + m + d, d + y)
    )
