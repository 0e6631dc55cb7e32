"""What printed digits may mean, told without the aligner under test."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import permutations
from typing import Final

Span = tuple[int, int]

AMOUNT: Final = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,'\u2019]\d+)*"
)
NUMERIC_DAY: Final = re.compile(r"(?<!\d)(\d{1,4}) ?[-./] ?(\d{1,2}) ?[-./] ?(\d{1,4})(?!\d)")
PLAIN_DAY: Final = re.compile(r"(?<!\d)(20\d\d|19\d\d)(\d\d)(\d\d)(?!\d)")
NAMED_DAY: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\W{0,3}(?:day of |of )?([^\W\d_]{3,9})\W{0,3}(\d{2,4})(?!\d)"
    r"|([^\W\d_]{3,9})\W{0,2}(\d{1,2})(?:st|nd|rd|th)?\W{1,3}(\d{4})",
    re.IGNORECASE,
)
MONTHS: Final = ("jan", "feb fév", "mar mär mrz", "apr avr", "may mai", "jun juin", "jul juil")
MONTHS_ON: Final = ("aug aoû", "sep", "oct okt", "nov", "dec dez déc")
MONTH: Final = {
    name: at for at, names in enumerate(MONTHS + MONTHS_ON, 1) for name in names.split()
}


def meanings(printed: str) -> Iterator[float]:
    """The last mark may begin the decimals; before three digits it may be a thousands mark too."""
    plain = re.sub(r"[ \u00a0\u202f'\u2019]", "", printed)
    whole, mark, tail = max(plain.rpartition("."), plain.rpartition(","), key=lambda p: len(p[0]))
    digits = re.sub(r"\D", "", plain)
    if mark and (len(tail) != 3 or len({*re.findall("[.,]", plain)}) > 1):
        yield float(f"{re.sub(r'[^0-9]', '', whole)}.{tail}")
    elif mark:
        yield from (float(f"{re.sub(r'[^0-9]', '', whole)}.{tail}"), float(digits))
    else:
        yield float(digits)


def signed(text: str, amount: re.Match[str]) -> Iterator[float]:
    """Both signs where a bracket or a dash on either side may make the amount negative."""
    start, end = amount.span()
    before, after = text[max(0, start - 5) : start], text[end : end + 1]
    dashed = re.search(r"(?:^|[\s(])[-\u2212\u2013]\s?\D{0,3}$", before) is not None
    if not dashed or re.search(r"\S\s?[-\u2212\u2013]\s$", before):
        yield from meanings(amount[0])
    if dashed or after in "-\u2212" or before.endswith("("):
        yield from (-meaning for meaning in meanings(amount[0]))


def days(text: str) -> Iterator[tuple[str, Span]]:
    """Every day that three numbers or a month's name may mean, in any order."""
    for found in [*NUMERIC_DAY.finditer(text), *PLAIN_DAY.finditer(text)]:
        for year, month, day in permutations(found.groups()):
            yield from _day(year, month, day, found.span())
    for found in NAMED_DAY.finditer(text):
        day, name, year = found.groups()[:3] if found[1] else (found[5], found[4], found[6])
        month = MONTH.get(name.lower()[:3]) or MONTH.get(name.lower()[:4])
        if month:
            yield from _day(year, str(month), day, found.span())


def _day(year: str, month: str, day: str, at: Span) -> Iterator[tuple[str, Span]]:
    if len(year) not in (2, 4):
        return
    century = 1900 if len(year) == 2 and int(year) > 60 else 2000 if len(year) == 2 else 0
    try:
        yield date(century + int(year), int(month), int(day)).isoformat(), at
    except ValueError:
        return
