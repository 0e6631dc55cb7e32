"""Days as they are printed: 5.4.2026, 04/05/26, 5 April 2026, April 5th, 2026, 5. Mai 2026."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from winnow_extract.grounding.folding import fold
from winnow_extract.grounding.months import MONTH
from winnow_extract.grounding.scripts import MARK, MARKS

NUMERIC: Final = re.compile(
    r"(?<![\d/.-])(?:(\d{4})([-/.]) ?(\d{1,2})\2 ?(\d{1,2})"
    r"|(\d{1,2}) ?([-/.]) ?(\d{1,2}) ?\6 ?(\d{4}|\d{2}))(?!\d|[-/.]\d)"
)
WRITTEN: Final = re.compile(
    r"(?<![\w/-])(?:(\d{1,2})(?:st|nd|rd|th|er|\.|\u00ba)?[\s/-]*(?:day\s+of\s+|of\s+|de\s+)?"
    r"([^\W\d_]{3,12})\.?[,\s/-]*(?:de\s+)?['\u2019]?(\d{4}|\d{2})"
    r"|([^\W\d_]{3,12})\.?\s*(\d{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)['\u2019]?(\d{4}))(?![\w/])",
    re.IGNORECASE,
)
MARKED: Final = re.compile(  # scripts whose letters take marks, which are no \w
    rf"(?<![\w/-])(\d{{1,2}})\s+((?:[^\W\d_][{MARKS}]*){{2,12}})[,\s]*(\d{{4}})(?![\w/])"
)
EAST_ASIAN: Final = re.compile(
    r"(\d{4}|(?:\u4ee4\u548c|\u5e73\u6210|\u662d\u548c|\u6c11\u570b|\u6c11\u56fd)\s?\d{1,3})\s?"
    r"[\u5e74\ub144]\s?(\d{1,2})\s?[\u6708\uc6d4]\s?(\d{1,2})\s?[\u65e5\u53f7\uc77c]"
)
ERAS: Final = {
    "\u4ee4\u548c": 2018,
    "\u5e73\u6210": 1988,
    "\u662d\u548c": 1925,
}  # else the republic's
REPUBLIC: Final = 1911
BUDDHIST: Final = (2400, 2620, 543)
WORD: Final = re.compile(r"[^\W\d_]{3,12}")
COMPACT: Final = re.compile(r"(?<![\w.-])((?:19|20)\d\d)(\d\d)(\d\d)(?![\w.-])")


class Day(NamedTuple):
    """What characters `start` to `end` may mean; not `sure` where day and month may be swapped."""

    iso: str
    start: int
    end: int
    sure: bool


def days_in(text: str) -> list[Day]:
    """Every printed day of the text, with both readings where the order cannot be told."""
    found = [*_numeric(text), *_written(text), *_compact(text)]
    return found if text.isascii() else [*found, *_marked(text), *_east_asian(text)]


def _numeric(text: str) -> Iterator[Day]:
    tokens = list(NUMERIC.finditer(text))
    order = _order([token for token in tokens if token[6] not in (None, ".")])
    for token in tokens:
        span = token.span()
        if token[1]:
            yield from _day(token[1], token[3], token[4], span)
            continue
        first, mark, second, year = token[5], token[6], token[7], token[8]
        readings = [*_day(year, second, first, span)] if order != "month" or mark == "." else []
        if mark != "." and (order != "day" or not readings):
            readings += [*_day(year, first, second, span)]
        readings = readings or [*_day(year, second, first, span)]
        different = len({reading.iso for reading in readings}) > 1
        yield from (reading._replace(sure=not different) for reading in dict.fromkeys(readings))


def _order(tokens: list[re.Match[str]]) -> str | None:
    """Whether this document's dates put the day or the month first, where some of them tell."""
    day = any(int(token[5]) > 12 for token in tokens)
    month = any(int(token[7]) > 12 for token in tokens)
    if day == month:
        return None
    return "day" if day else "month"


def _written(text: str) -> Iterator[Day]:
    if MONTH.keys().isdisjoint(map(fold, WORD.findall(text))):
        return  # the usual case, and the pattern is slow
    for token in WRITTEN.finditer(text):
        day, name, year = (
            (token[1], token[2], token[3]) if token[1] else (token[5], token[4], token[6])
        )
        if month := MONTH.get(fold(name)):
            yield from _day(year, str(month), day, token.span())


def _marked(text: str) -> Iterator[Day]:
    for token in MARKED.finditer(text) if MARK.search(text) else ():
        if MARK.search(token[2]) and (month := MONTH.get(fold(token[2]))):
            yield from _day(token[3], str(month), token[1], token.span())


def _east_asian(text: str) -> Iterator[Day]:
    for token in EAST_ASIAN.finditer(text):
        era, number = token[1][:2], token[1][2:].strip()
        year = token[1] if era.isdigit() else str(ERAS.get(era, REPUBLIC) + int(number))
        yield from _day(year, token[2], token[3], token.span())


def _compact(text: str) -> Iterator[Day]:
    for token in COMPACT.finditer(text):
        yield from _day(token[1], token[2], token[3], token.span())


def _day(year: str, month: str, day: str, span: tuple[int, int]) -> Iterator[Day]:
    number = int(year) if len(year) == 4 else 2000 + int(year) - (100 if int(year) > 60 else 0)
    first, last, ahead = BUDDHIST
    number -= ahead if first <= number <= last else 0
    try:
        yield Day(date(number, int(month), int(day)).isoformat(), *span, sure=True)
    except ValueError:  # there is no such day: the digits mean something else
        return


def is_day(value: str) -> bool:
    """Whether a value is a day of the calendar as YYYY-MM-DD."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
