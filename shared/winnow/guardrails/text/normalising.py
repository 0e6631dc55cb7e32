"""A text without disguises: invisible characters, look-alike letters, letters set apart.

Sources: Unicode TR 36 and 39 (confusable characters); the ASCII-smuggling attack by tag characters
(U+E0000 block). What a reader sees stays the same; what a detector reads becomes comparable.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

LOOK_ALIKE: Final = dict(
    zip("авеозксмнртухіјѕԁһӏԛԝαβεηικμνορτυχγ", "abeo3kcmhptyxijsdhlqwabenikuvoptuxy", strict=True)
)
NO_ACCENT: Final = {"ı": "i", "ł": "l", "ø": "o", "ß": "ss"}  # letters that NFKD leaves whole
TAGS: Final = range(0xE0020, 0xE007F)  # invisible copies of ASCII
APART: Final = re.compile(r"(?<!\w)(?:\w[ .\-_*]){5,}\w(?!\w)")
WORD: Final = re.compile(r"\w+")
LATIN: Final = re.compile(r"[a-z]")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text made plain; `places[i]` is where its character i stands in the original."""

    text: str
    places: tuple[int, ...] | None  # None: the same places

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of it stands in the original, as characters."""
        if self.places is None or not self.text:
            return start, end
        last = self.places[min(end, len(self.places)) - 1] if end > start else self.places[0]
        return self.places[min(start, len(self.places) - 1)], last + 1


def plain(text: str) -> Plain:
    """Lower case, NFKC, no accents on Latin letters, nothing invisible, look-alikes resolved."""
    if text.isascii():
        return _drawn_together(Plain(text.lower(), None))
    made: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in _letters(character):
            made.append(letter)
            places.append(place)
    return _drawn_together(Plain(_resolved("".join(made)), tuple(places)))


@lru_cache(maxsize=8192)
def _letters(character: str) -> str:
    """What one character stands for; nothing, if it cannot be seen."""
    if ord(character) in TAGS:
        return chr(ord(character) - 0xE0000).lower()
    if unicodedata.category(character) in {"Cf", "Cs", "Co"} or "\ufe00" <= character <= "\ufe0f":
        return ""
    lower = unicodedata.normalize("NFKC", character).lower()
    if lower in NO_ACCENT:
        return NO_ACCENT[lower]
    parts = unicodedata.normalize("NFKD", lower)
    if parts and LATIN.match(parts[0]):
        return "".join(one for one in parts if not unicodedata.combining(one))
    return lower


def _resolved(text: str) -> str:
    """Words that mix Latin with look-alikes of another script, all in Latin; lengths stay."""
    return WORD.sub(_one_script, text)


def _one_script(word: re.Match[str]) -> str:
    found = word[0]
    if found.isascii() or not LATIN.search(found):
        return found
    return "".join(LOOK_ALIKE.get(letter, letter) for letter in found)


def _drawn_together(made: Plain) -> Plain:
    """Letters that were set apart (i g n o r e) as a word."""
    if not APART.search(made.text):
        return made
    kept = list(range(len(made.text)))
    for found in APART.finditer(made.text):
        for place in range(found.start() + 1, found.end(), 2):
            kept[place] = -1
    left = [place for place in kept if place >= 0]
    places = made.places or tuple(range(len(made.text)))
    return Plain("".join(made.text[one] for one in left), tuple(places[one] for one in left))
