"""Days as candidates: 25/12/2018, 5. Mai 2026, April 18th, 2001, 20180304."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

from winnow.layout.candidates import Candidate
from winnow.layout.context import Context
from winnow.layout.page import Layout

MONTHS: Final = (
    "january jan januar janvier janv enero ene januari gennaio",
    "february feb februar fevrier fev febrero februari febbraio",
    "march mar marz mrz mars marzo maart maerz",
    "april apr avril avr abril abr aprile",
    "may mai mayo mei maggio mag",
    "june jun juni juin junio giugno giu",
    "july jul juli juillet julio luglio lug",
    "august aug aout agosto ago augustus",
    "september sep sept septembre septiembre settembre set",
    "october oct oktober okt octobre octubre ottobre ott",
    "november nov novembre noviembre",
    "december dec dezember dez decembre diciembre dic dicembre",
)
MONTH: Final = {name: at for at, names in enumerate(MONTHS, 1) for name in names.split()}
NUMERIC: Final = re.compile(
    r"(?<![\d/.-])(?:(?P<iso>\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})"
    r"|(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\5\s?(\d{4}|\d{2}))(?![/-]?\d)"
)
WRITTEN: Final = re.compile(
    r"(?<!\d)(?:(\d{1,2})(?:st|nd|rd|th|er|\.)?[\s/,-]*(?:day\s+of\s+|of\s+|de\s+)?"
    r"([^\W\d_]{3,10})\.?[,\s/-]*(?:de\s+)?['\u2019]?(\d{4}|\d{2})"
    r"|([^\W\d_]{3,10})\.?\s*(\d{1,2})(?:st|nd|rd|th)?(?:\s*,\s*|\s+)['\u2019]?(\d{4}))(?!\d)",
    re.IGNORECASE,
)
COMPACT: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
PLAIN: Final = str.maketrans("äéûôàÄÉÛ", "aeuoaaeu")
MOST: Final = 120

Printed = tuple[str, str, int, int]  # the day, how it is written, its span


def find_days(layout: Layout, context: Context, limit: int = MOST) -> list[Candidate]:
    """Every printed day; where day and month may be swapped, both."""
    printed = sorted(_printed(layout.text), key=lambda one: one[2])[:limit]
    often = Counter(day for day, _, _, _ in printed)
    days = sorted(often)
    sides = _sides(printed)
    return [
        Candidate(
            day,
            day,
            (
                *context.of(start, end),
                (
                    f"form:{form}",
                    f"form:{form}&{sides}",
                    f"often:{min(often[day], 4)}",
                    f"order:{min(at, 5)}",
                    f"earliest:{day == days[0]}",
                    f"latest:{day == days[-1]}",
                    f"only:{len(days) == 1}",
                ),
            ),
        )
        for at, (day, form, start, end) in enumerate(printed)
    ]


def _printed(text: str) -> Iterator[Printed]:
    for token in NUMERIC.finditer(text):
        if token["iso"]:
            yield from _day(token[1], token[2], token[3], "year-first", token.span())
        else:
            short = f"{token[5]}{len(token[7])}"
            yield from _day(token[7], token[6], token[4], f"day-first{short}", token.span())
            if token[4] != token[6]:
                yield from _day(token[7], token[4], token[6], f"month-first{short}", token.span())
    for token in WRITTEN.finditer(text):
        day, name, year = token[1] or token[5], token[2] or token[4], token[3] or token[6]
        if month := MONTH.get(name.lower().translate(PLAIN)):
            yield from _day(year, str(month), day, f"written{len(year)}", token.span())
    for token in COMPACT.finditer(text):
        yield from _day(token[1], token[2], token[3], "compact", token.span())


def days_in(text: str) -> list[str]:
    """The days a text may mean, the reading with the day first before the other."""
    return [day for day, _, _, _ in _printed(text)]


def _sides(printed: list[Printed]) -> str:
    """Whether some date of the document tells which of day and month comes first."""
    spans = Counter((start, end) for _, _, start, end in printed)
    certain = {form.split("-")[0] for _, form, start, end in printed
               if spans[start, end] == 1 and "-first" in form}  # fmt: skip
    return "+".join(sorted(certain & {"day", "month"})) or "unclear"


def _day(year: str, month: str, day: str, form: str, span: tuple[int, int]) -> Iterator[Printed]:
    number = int(year) if len(year) == 4 else 2000 + int(year) - (100 if int(year) > 60 else 0)
    try:
        yield date(number, int(month), int(day)).isoformat(), form, *span
    except ValueError:  # there is no such day: the digits mean something else
        return
