"""Where a value truly stands, told without the aligner under test.

Deliberately plain and deliberately other code: text is compared letter for letter without spaces,
numbers by what their digits mean, days by three numbers or a month's name.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date
from itertools import permutations
from typing import Final

Scalar = str | int | float | bool | None
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
SIGNS: Final = {"EUR": "\u20ac", "GBP": "\u00a3", "USD": "$", "JPY": "\u00a5"}


class Printed:
    """The text of a document, asked for what it prints."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._forms = [_Form(text, keep) for keep in (_printing, str.isalnum)]
        self._days = list(days(text))
        self._amounts = [(set(_signed(text, m)), m.span()) for m in AMOUNT.finditer(text)]
        inside = {at for _, (start, end) in self._days for at in range(start, end)}
        self._amounts = [(said, at) for said, at in self._amounts if at[0] not in inside]
        self._lines = [0, *(found.end() for found in re.finditer("\n+", text))]

    def literal(self, value: Scalar) -> list[Span]:
        """Every place where the value stands: numbers and ISO days by meaning, text by its letters.

        Text is compared without regard to case and spaces; only where it stands nowhere like that,
        without regard to punctuation either.
        """
        if isinstance(value, bool) or value is None:
            return []
        if isinstance(value, int | float):
            return [at for meanings, at in self._amounts if _among(float(value), meanings)]
        if _is_iso(value):
            same = [at for day, at in self._days if day == value]
            return same or list(self._places(value))
        return list(self._places(value))

    def stands(self, value: Scalar) -> bool:
        """Whether the document says the value in any way: a borrowed one is then no invention.

        As `literal` has it, or as the same amount (RM 5.00 for 5,00), the same day, or a currency
        by its sign.
        """
        if self.literal(value):
            return True
        if not isinstance(value, str):
            return False
        if self._same_amount(value):
            return True
        if value in SIGNS and any(sign in self.text for sign in SIGNS[value]):
            return True
        said = {day for day, _ in days(value)}
        return bool(said & {day for day, _ in self._days}) and len(value) <= 20

    def _same_amount(self, value: str) -> bool:
        """Of a text that is an amount with at most a currency: RM 5.00, and not NO 5 JALAN."""
        amount = AMOUNT.search(value)
        if amount is None or len(re.findall(r"[^\W\d_]", value)) > 3:
            return False
        if re.search(r"\d", value[: amount.start()] + value[amount.end() :]):
            return False
        said = {*_meanings(amount[0])}
        return any({*map(abs, meanings)} & said for meanings, _ in self._amounts)

    def days_like(self, value: str) -> bool:
        """Whether the value is an ISO day that the document prints in some way."""
        return any(day == value for day, _ in self._days)

    def line_of(self, start: int) -> int:
        return bisect_right(self._lines, start) - 1

    def lines(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last line of these characters."""
        return self.line_of(start), self.line_of(max(start, end - 1))

    def _places(self, value: str) -> list[Span]:
        for form in self._forms:
            if found := list(form.places(value)):
                return found
        return []


class _Form:
    """A text reduced to some of its characters, in which a value so reduced can be looked up."""

    def __init__(self, text: str, keep: Callable[[str], bool]) -> None:
        self._text = text
        self._keep = keep
        self._at = [at for at, char in enumerate(text) if keep(char) for _ in char.casefold()]
        self._plain = self._reduced(text)

    def _reduced(self, text: str) -> str:
        return "".join(char.casefold() for char in text if self._keep(char))

    def places(self, value: str) -> Iterator[Span]:
        wanted = self._reduced(value)
        at = self._plain.find(wanted) if wanted else -1
        while at >= 0:
            start, end = self._at[at], self._at[at + len(wanted) - 1] + 1
            if not _cut(self._text, start) and not _cut(self._text, end):
                yield start, end
            at = self._plain.find(wanted, at + 1)


def _printing(char: str) -> bool:
    return not char.isspace()


def _cut(text: str, at: int) -> bool:
    """Whether a number or a word goes on over this place."""
    before, after = text[at - 1 : at], text[at : at + 1]
    if before.isdigit() and after.isdigit():
        return True
    if before.isalpha() and after.isalpha() and before.isascii() and after.isascii():
        return True
    inside = text[max(0, at - 2) : at + 2]
    return bool(re.match(r"\d[.,]\d", inside[:3]) or re.match(r"\d[.,]\d", inside[1:]))


def _meanings(printed: str) -> Iterator[float]:
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


def _signed(text: str, amount: re.Match[str]) -> Iterator[float]:
    """Both signs where a bracket or a dash on either side may make the amount negative."""
    start, end = amount.span()
    before, after = text[max(0, start - 5) : start], text[end : end + 1]
    dashed = re.search(r"(?:^|[\s(])[-\u2212\u2013]\s?\D{0,3}$", before) is not None
    if not dashed or re.search(r"\S\s?[-\u2212\u2013]\s$", before):
        yield from _meanings(amount[0])
    if dashed or after in "-\u2212" or before.endswith("("):
        yield from (-meaning for meaning in _meanings(amount[0]))


def _among(value: float, meanings: set[float]) -> bool:
    return any(abs(value - meaning) < 1e-6 for meaning in meanings)


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


def _is_iso(value: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value))
