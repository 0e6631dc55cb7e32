"""The words of attacks, by what they do, in each language that `languages/` has a file for.

A file maps a concept (`override`, `orders`, `secret` ...) to words and phrases; `*` stands for any
ending. Words within a phrase of `spared` do not count. They are written without accents on Latin
letters, as `text.normalising.plain` leaves texts.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from winnow.guardrails.text.normalising import plain
from winnow.language import language_of

Hits = Mapping[str, tuple[tuple[int, int], ...]]  # places of each concept's words in a plain text
Lexicon = Mapping[str, re.Pattern[str]]

SCRIPTS: Final = {
    "ru": re.compile("[а-яё]"),
    "ar": re.compile("[\u0600-\u06ff]"),
    "hi": re.compile("[\u0900-\u097f]"),
    "bn": re.compile("[\u0980-\u09ff]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
    "ko": re.compile("[\uac00-\ud7af]"),
    "ja": re.compile("[\u3040-\u30ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}
LATIN: Final = ("de", "es", "fr", "it", "pt", "nl", "pl", "tr", "id", "vi", "tl")
ALIKE: Final = (("es", "pt", "it"), ("de", "nl"), ("id", "tl"))  # that a detector mixes up
TOLD: Final = 80  # characters; below, the detector takes much for English
SEPARATED: Final = re.compile(r"[a-zа-яёđı]")  # scripts whose words stand apart and do not fuse


def hits(text: str, codes: Iterable[str]) -> list[Hits]:
    """Concepts of a plain text: one reading for each language that it may be in, English in all."""
    english = _found("en", text)
    readings = [english]
    for language in codes:
        found = _found(language, text)
        if any(found.values()):
            both = {name: found.get(name, ()) + english[name] for name in english}
            readings.append({**found, **both})
    return readings


def languages(written: str, surroundings: str = "") -> tuple[str, ...]:
    """Which files beside English are worth a look: by script, and by the detector among Latin.

    It reads a text as it was written, as without its accents a language is hard to tell. A sentence
    that is short for that is taken to be in the language of its surroundings.
    """
    lower = written.lower()
    named = tuple(code for code, script in SCRIPTS.items() if script.search(lower))
    if not re.search("[a-z]", lower):
        return named
    if not surroundings:
        found = language_of(written) if len(written) >= TOLD else None
        return named + _alike(found, LATIN)
    own = _alike(language_of(written), ())
    return named + own + _alike(language_of(surroundings), ())


def _alike(found: str | None, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """The Latin languages that a detector mixes up with the one it found."""
    if found in LATIN:
        return next((family for family in ALIKE if found in family), (found,))
    return () if found == "en" else otherwise


def _found(language: str, text: str) -> Hits:
    patterns = lexicon(language)
    spared = (
        [one.span() for one in patterns["spared"].finditer(text)] if "spared" in patterns else []
    )
    return {
        name: tuple(one.span() for one in pattern.finditer(text) if not _within(one.span(), spared))
        for name, pattern in patterns.items()
        if name != "spared"
    }


def _within(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


@cache
def lexicon(language: str) -> Lexicon:
    """The patterns of a language by concept."""
    source = files("winnow.guardrails.injection.languages").joinpath(f"{language}.toml")
    words: dict[str, list[str]] = tomllib.loads(source.read_text(encoding="utf-8"))
    return {name: _pattern(tuple(all_of)) for name, all_of in words.items()}


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Longest first, so that a phrase is found before its first word.

    The look behind stands before all the words: within a word nothing else is tried then.
    """
    made = [plain(word).text for word in sorted(words, key=len, reverse=True)]
    apart = [_written(word) for word in made if SEPARATED.search(word)]
    fused = [re.escape(word.rstrip("*")) for word in made if not SEPARATED.search(word)]
    forms = [rf"(?<!\w)(?:{'|'.join(apart)})"] if apart else []
    return re.compile("|".join([*forms, *fused]))


def _written(word: str) -> str:
    body = re.escape(word.rstrip("*")).replace(r"\ ", r"\s+")
    return body + (r"\w*" if word.endswith("*") else r"(?!\w)")
