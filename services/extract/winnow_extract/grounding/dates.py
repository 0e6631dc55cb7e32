"""Days as they are printed: 5.4.2026, 04/05/26, 5 April 2026, April 5th, 2026, 5. Mai 2026."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

MONTHS: Final = (
    "january jan januar jaenner janvier enero ene januari",
    "february feb februar fevrier fev febrero februari",
    "march mar marz mrz mars marzo maart maerz",
    "april apr avril avr abril abr",
    "may mai mayo mei",
    "june jun juni juin junio",
    "july jul juli juillet julio",
    "august aug aout agosto ago augustus",
    "september sep sept septembre septiembre",
    "october oct oktober okt octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember dez decembre diciembre dic",
)
MONTH: Final = {name: at for at, names in enumerate(MONTHS, 1) for name in names.split()}
NUMERIC: Final = re.compile(
    r"(?<![\d/.-])(?:(\d{4})([-/.])(\d{1,2})\2(\d{1,2})"
    r"|(\d{1,2}) ?([-/.]) ?(\d{1,2}) ?\6 ?(\d{4}|\d{2}))(?!\d|[-/.]\d)"
)
WRITTEN: Final = re.compile(
    r"(?<![\w/-])(?:(\d{1,2})(?:st|nd|rd|th|er|\.)?[\s/-]*(?:day\s+of\s+|of\s+|de\s+)?"
    r"([^\W\d_]{3,10})\.?[,\s/-]*(?:de\s+)?['\u2019]?(\d{4}|\d{2})"
    r"|([^\W\d_]{3,10})\.?\s*(\d{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)['\u2019]?(\d{4}))(?![\w/])",
    re.IGNORECASE,
)
COMPACT: Final = re.compile(r"(?<![\w.-])((?:19|20)\d\d)(\d\d)(\d\d)(?![\w.-])")


class Day(NamedTuple):
    """What characters `start` to `end` may mean; not `sure` where day and month may be swapped."""

    iso: str
    start: int
    end: int
    sure: bool


def days_in(text: str) -> list[Day]:
    """Every printed day of the text, with both readings where the order cannot be told."""
    return [*_numeric(text), *_written(text), *_compact(text)]


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
    for token in WRITTEN.finditer(text):
        day, name, year = (
            (token[1], token[2], token[3]) if token[1] else (token[5], token[4], token[6])
        )
        if month := MONTH.get(_simple(name)):
            yield from _day(year, str(month), day, token.span())


def _simple(name: str) -> str:
    return name.lower().translate(str.maketrans("äéûÄÉÛ", "aeuAEU"))


def _compact(text: str) -> Iterator[Day]:
    for token in COMPACT.finditer(text):
        yield from _day(token[1], token[2], token[3], token.span())


def _day(year: str, month: str, day: str, span: tuple[int, int]) -> Iterator[Day]:
    number = int(year) if len(year) == 4 else 2000 + int(year) - (100 if int(year) > 60 else 0)
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
