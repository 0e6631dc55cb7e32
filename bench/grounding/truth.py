"""Where a value truly stands, told without the aligner under test.

Deliberately plain and deliberately other code: text is compared letter for letter without spaces,
numbers by what their digits mean, days by three numbers or a month's name.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Final

from bench.grounding.meanings import AMOUNT, Span, days, meanings, signed

Scalar = str | int | float | bool | None

SIGNS: Final = {"EUR": "\u20ac", "GBP": "\u00a3", "USD": "$", "JPY": "\u00a5"}
LONGEST_DAY: Final = 20  # characters


class Printed:
    """The text of a document, asked for what it prints."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._printing = _Form(text, lambda char: not char.isspace())
        self._words = _Form(text, str.isalnum)
        self._days = list(days(text))
        self._amounts = [(set(signed(text, m)), m.span()) for m in AMOUNT.finditer(text)]
        inside = {at for _, (start, end) in self._days for at in range(start, end)}
        self._amounts = [(said, at) for said, at in self._amounts if at[0] not in inside]
        self._lines = [0, *(found.end() for found in re.finditer("\n+", text))]

    def literal(self, value: Scalar) -> list[Span]:
        """Every place where the value stands: numbers and ISO days by meaning, text by its letters.

        Text is compared without regard to case and spaces. Where it stands nowhere like that, words
        are compared without regard to punctuation, figures given as text by what they mean.
        """
        if isinstance(value, bool) or value is None:
            return []
        if isinstance(value, int | float):
            return [at for said, at in self._amounts if _among(float(value), said)]
        if _is_iso(value):
            return [at for day, at in self._days if day == value]
        if found := list(self._printing.places(value)):
            return found
        if re.search(r"[^\W\d_]{2}", value):
            return list(self._words.places(value))
        return self._by_meaning(value)

    def stands(self, value: Scalar) -> bool:
        """Whether the document says the value in any way: a borrowed one is then no invention.

        As `literal` has it, or as the same amount (RM 5.00 for 5,00), the same day, or a currency
        by its sign.
        """
        if self.literal(value):
            return True
        if not isinstance(value, str):
            return False
        if value in SIGNS and any(sign in self.text for sign in SIGNS[value]):
            return True
        return bool(self._by_meaning(value))

    def _by_meaning(self, value: str) -> list[Span]:
        """Of a text that is a day, or an amount with at most a currency: not NO 5 JALAN."""
        said = {day for day, _ in days(value)} if len(value) <= LONGEST_DAY else set()
        if same := [at for day, at in self._days if day in said]:
            return same
        amount = None if value.isdigit() else AMOUNT.search(value)  # mere digits are a code
        if amount is None or len(re.findall(r"[^\W\d_]", value)) > 3:
            return []
        if re.search(r"\d", value[: amount.start()] + value[amount.end() :]):
            return []
        meant = {*meanings(amount[0])}
        return [at for printed, at in self._amounts if {*map(abs, printed)} & meant]

    def days_like(self, value: str) -> bool:
        """Whether the value is an ISO day that the document prints in some way."""
        return any(day == value for day, _ in self._days)

    def line_of(self, start: int) -> int:
        return bisect_right(self._lines, start) - 1

    def lines(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last line of these characters."""
        return self.line_of(start), self.line_of(max(start, end - 1))


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


def _cut(text: str, at: int) -> bool:
    """Whether a number or a word goes on over this place."""
    before, after = text[at - 1 : at], text[at : at + 1]
    if before.isdigit() and after.isdigit():
        return True
    if before.isalpha() and after.isalpha() and before.isascii() and after.isascii():
        return True
    inside = text[max(0, at - 2) : at + 2]
    return bool(re.match(r"\d[.,]\d", inside[:3]) or re.match(r"\d[.,]\d", inside[1:]))


def _among(value: float, said: set[float]) -> bool:
    return any(abs(value - meaning) < 1e-6 for meaning in said)


def _is_iso(value: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value))
