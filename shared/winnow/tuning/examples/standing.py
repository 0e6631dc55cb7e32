"""Whether a value of a row stands on a line, roughly: it tells lines apart, and proves nothing."""

import re
from typing import Final

from winnow.contracts.evidence import Scalar
from winnow.layout.amounts import NUMBER, readings

DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
WORD: Final = re.compile(r"[^\W_]{2,}")
CENT: Final = 0.005


class Line:
    """A line of the document: what it says, and where it begins."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text.strip()
        self.start = start
        self._words = set(WORD.findall(text.casefold()))
        self._digits = {int(digits) for digits in re.findall(r"\d{1,4}", text)}
        self._amounts = [
            abs(value) for token in NUMBER.findall(text) for value, _ in readings(token)
        ]

    def holds(self, value: Scalar) -> float:
        """How much of a value stands here, 0 to 1: of a text, the share of its words."""
        if value is None or isinstance(value, bool):
            return 0.0
        if isinstance(value, int | float):
            return float(any(abs(abs(value) - one) < CENT for one in self._amounts))
        if day := DAY.fullmatch(value):
            year, _, number = (int(part) for part in day.groups())
            return float(number in self._digits and not self._digits.isdisjoint({year, year % 100}))
        words = set(WORD.findall(value.casefold()))
        return len(words & self._words) / len(words) if words else float(value in self.text)


def lines_in(text: str) -> list[Line]:
    """The lines that are not blank, in order."""
    return [Line(match[0], match.start()) for match in re.finditer(r"[^\n]*\S[^\n]*", text)]
