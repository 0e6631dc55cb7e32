"""Strings inside running text as candidates: codes, durations, and values known from before."""

import re
from collections.abc import Mapping
from typing import Final

from winnow.layout.candidates import Candidate, letters
from winnow.layout.context import Context
from winnow.layout.page import Layout

CODE: Final = re.compile(r"(?<![\w])(?=\S{0,40}\d)\w[\w./#-]{0,40}\w(?!\w)")
NUMBERS: Final = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty",
)
COUNT: Final = {word: at for at, word in enumerate(NUMBERS)} | {
    "thirty": 30, "thirtysix": 36, "sixty": 60, "ninety": 90, "twentyfour": 24, "a": 1, "an": 1,
}  # fmt: skip
DURATION: Final = re.compile(
    r"(?<![\w-])(?:(?P<word>[a-z]{1,12}(?:[- ](?:four|six))?)\s{0,3})?"
    r"(?:\(?(?P<digits>\d{1,3})\)?)?[\s-]{0,3}"
    r"(?:full\s|calendar\s|consecutive\s)?(?P<unit>year|month|week|day|jahr|monat)"
    r"(?P<many>s|e|en)?\b",
    re.IGNORECASE,
)
UNITS: Final = {"jahr": "year", "monat": "month"}
MOST: Final = 200


def find_codes(layout: Layout, context: Context) -> list[Candidate]:
    """Words with digits, and two or three of them beside each other: numbers of all kinds."""
    spans = [found.span() for found in CODE.finditer(layout.text)][:MOST]
    found = []
    for at, (start, _) in enumerate(spans):
        for last in range(at, min(at + 3, len(spans))):
            end = spans[last][1]
            if last > at and layout.text[spans[last - 1][1] : spans[last][0]] not in (" ", "-"):
                break
            text = layout.text[start:end]
            own = (f"shape:{shape(text)}", f"parts:{last - at}", f"long:{min(len(text), 24)}")
            found.append(Candidate(text, letters(text), (*context.of(start, end), own)))
    return found


def shape(text: str) -> str:
    """A for letters, 9 for digits, each run once: INV-2024/7 is A-9/9."""
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "A", text))[:16]


def find_durations(layout: Layout, context: Context) -> list[Candidate]:
    """Number and unit, as 2 years: what `two (2) years` says."""
    found = []
    for token in DURATION.finditer(layout.text):
        word = re.sub(r"[- ]", "", (token["word"] or "").lower())
        count = int(token["digits"]) if token["digits"] else COUNT.get(word, 0)
        if not count:
            continue
        unit = token["unit"].lower()
        unit = UNITS.get(unit, unit)
        text = f"{count} {unit}{'s' if count != 1 else ''}"
        own = (f"unit:{unit}", f"is:{text}", f"written:{bool(token['digits'])}")
        blocks = (*context.of(token.start(), token.end()), own)
        found.append(Candidate(text, letters(text), blocks))
    return found[:MOST]


def find_known(layout: Layout, context: Context, known: Mapping[str, str]) -> list[Candidate]:
    """Where values that labelled documents had stand in this one. `known` is by `letters`."""
    openings: dict[str, list[tuple[list[str], str]]] = {}
    for text in known.values():
        words = words_of(text)
        if words:
            openings.setdefault(words[0], []).append((words, text))
    tokens = [token for token in layout.tokens if token.text[0].isalnum()]
    texts = [layout.text[token.start : token.end].casefold() for token in tokens]
    found: list[Candidate] = []
    for at, first in enumerate(texts):
        for words, text in openings.get(first, ()):
            if texts[at : at + len(words)] == words and len(found) < MOST:
                start, end = tokens[at].start, tokens[at + len(words) - 1].end
                capital = layout.text[start].isupper()
                own = (f"words:{min(len(words), 4)}", f"capital:{capital}", f"is:{letters(text)}")
                found.append(Candidate(text, letters(text), (*context.of(start, end), own)))
    return found


def words_of(text: str) -> list[str]:
    """The words and numbers of a text as `find_known` looks for them."""
    return re.findall(r"[^\W\d_]+|\d+", text.casefold())
