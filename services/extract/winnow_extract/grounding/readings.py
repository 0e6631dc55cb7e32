"""What printed digits and separators may mean."""

import re
from functools import lru_cache
from typing import Final

from winnow.contracts.evidence import Match
from winnow_extract.grounding.found import Found

LONGEST: Final = 15  # digits that a float holds without loss
APART: Final = re.compile(r"[ \u00a0\u202f'\u2019]")
NORMALISED: Final = 0.95


def readings(printed: str) -> tuple[float, ...]:
    """The values that a print may stand for; none for versions, codes and endless digits.

    The last of the marks may begin the decimals; marks between groups of three may part thousands.
    """
    if len(printed) <= LONGEST and printed.isascii():  # the two usual forms without further ado
        if printed.isdigit():
            return () if printed[0] == "0" and len(printed) > 1 else (float(printed),)
        if len(printed) > 3 and printed[-3] in ".," and printed[:-3].isdigit():
            return (float(f"{printed[:-3]}.{printed[-2:]}"),)
    return _readings(printed)


def _readings(printed: str) -> tuple[float, ...]:
    plain = APART.sub("", printed)
    if len(plain) > LONGEST and sum(char.isdigit() for char in plain) > LONGEST:
        return ()
    marks = [char for char in plain if char in ".,"]
    if not marks:
        leading_zero = len(plain) > 1 and plain[0] == "0"
        return () if leading_zero else (float(plain),)
    whole, tail = plain[: plain.rindex(marks[-1])], plain[plain.rindex(marks[-1]) + 1 :]
    found: dict[float, None] = {}
    if marks.count(marks[-1]) == 1 and _grouped(whole):
        found[float(f"{re.sub('[.,]', '', whole)}.{tail}")] = None
    if len(set(marks)) == 1 and _grouped(plain):
        found[float(re.sub("[.,]", "", plain))] = None
    return tuple(found)


def _grouped(whole: str) -> bool:
    """12345, or groups of three: 1,234,567 (or of two before the last: 12,34,567)."""
    first, *rest = re.split("[.,]", whole)
    if not rest:
        return first.isdigit()
    return (
        1 <= len(first) <= 3
        and first != "0"
        and len(rest[-1]) == 3
        and all(len(group) in (2, 3) for group in rest[:-1])
    )


def place(value: float, text: str, start: int, end: int) -> Found:
    """A printed number as a place of `value`.

    Exact if the digits stand as they would be written plainly, else another print of them.
    """
    printed = text[start:end]
    if printed in plain_prints(value):
        return Found(start, end, Match.EXACT, 1.0)
    return Found(start, end, Match.NORMALISED, NORMALISED)


@lru_cache(maxsize=4096)
def plain_prints(value: float) -> frozenset[str]:
    """The digits of a number as they would be written plainly, with and without decimals."""
    forms = {f"{value:.2f}", f"{value:.0f}", repr(value).removesuffix(".0")}
    return frozenset(form.lstrip("-") for form in forms if abs(float(form) - value) < 1e-9)
