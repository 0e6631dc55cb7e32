"""Days as people label them, as ISO 8601. Pure."""

import re
from datetime import date
from typing import Final

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SEP: Final = r"[\s./,-]+"
WORD: Final = r"(?P<name>[A-Za-z]{3})[A-Za-z]*\.?"
FORMS: Final = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>\d{4})[./-](?P<m>\d{1,2})[./-](?P<d>\d{1,2})(?:[T ].*)?",
        rf"(?P<d>\d{{1,2}}){SEP}(?P<m>\d{{1,2}}){SEP}(?P<y>\d{{4}}|\d{{2}})",
        rf"(?P<m>\d{{1,2}}){SEP}(?P<d>\d{{1,2}}){SEP}(?P<y>\d{{4}}|\d{{2}})",
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:{SEP})?{WORD}(?:{SEP})?(?P<y>\d{{4}}|\d{{2}})",
        rf"{WORD}(?:{SEP})?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{SEP}(?P<y>\d{{4}}|\d{{2}})",
        r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})",
        r"(?P<d>\d{2})(?P<m>\d{2})(?P<y>(?:19|20)\d{2})",
    )
)


def iso_day(written: str) -> str | None:
    """YYYY-MM-DD of 25/12/2018, 18-11-18, 05 MAR 2018, OCT 3, 2016, 20180304 ..., or None.

    Where day and month could be either, the day comes first; years of two digits are 20xx up
    to 68, as POSIX has it.
    """
    text = written.strip().strip("()").strip()
    for form in FORMS:
        if (found := form.fullmatch(text)) and (day := _day(found.groupdict())):
            return day.isoformat()
    return None


def _day(parts: dict[str, str]) -> date | None:
    year = int(parts["y"])
    if len(parts["y"]) == 2:
        year += 2000 if year <= 68 else 1900
    try:
        month = int(parts["m"]) if "m" in parts else MONTHS.index(parts["name"].lower()) + 1
        return date(year, month, int(parts["d"]))
    except ValueError:
        return None
