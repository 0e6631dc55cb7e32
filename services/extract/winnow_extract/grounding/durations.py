"""Spans of time in other words: 2 years is also two (2) year and zwei Jahre."""

import re
from typing import Final

UNITS: Final = {
    "day": ("day", "days", "tag", "tage", "tagen", "jour", "jours", "dia", "dias"),
    "week": ("week", "weeks", "woche", "wochen", "semaine", "semaines", "semana", "semanas"),
    "month": ("month", "months", "monat", "monate", "monaten", "mois", "mes", "meses"),
    "year": ("year", "years", "jahr", "jahre", "jahren", "an", "ans", "annees", "ano", "anos"),
}
NUMBERS: Final = {
    1: ("one", "ein", "einem"),
    2: ("two", "zwei", "deux", "dos"),
    3: ("three", "drei", "trois", "tres"),
    4: ("four", "vier"),
    5: ("five", "fünf", "cinq", "cinco"),
    6: ("six", "sechs", "seis"),
    7: ("seven", "sieben"),
    8: ("eight", "acht"),
    9: ("nine", "neun"),
    10: ("ten", "zehn", "dix", "diez"),
    11: ("eleven", "elf"),
    12: ("twelve", "zwölf", "douze", "doce"),
    15: ("fifteen",),
    18: ("eighteen", "achtzehn"),
    20: ("twenty",),
    24: ("twenty four", "vierundzwanzig"),
    30: ("thirty", "dreißig"),
    36: ("thirty six",),
    48: ("forty eight",),
    60: ("sixty",),
}
DURATION: Final = re.compile(r"(\d{1,3}) (day|week|month|year)s?", re.IGNORECASE)


def other_words(value: str) -> list[str]:
    """How else a text may put a duration such as `18 months`; empty for other values."""
    match = DURATION.fullmatch(value.strip())
    if not match:
        return []
    number = int(match[1])
    names = (str(number), *NUMBERS.get(number, ()))
    return [f"{name} {unit}" for name in names for unit in UNITS[match[2].lower()]]
