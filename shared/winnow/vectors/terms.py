"""The terms that keywords are searched by, the same in every store and for every language. Pure.

Words, folded, and beside them their overlapping runs of four letters, the word's ends marked:
"Häuser" is found by "Haus", "والكتاب" by "الكتاب", without a stemmer that would have to know the
language (McNamee and Mayfield, Character N-Gram Tokenization for European Language Text Retrieval,
Information Retrieval 7, 2004). Chinese, Japanese and Korean are written without spaces or with few:
there single characters and pairs of them are the terms (Nie et al., IRAL 2000).
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

GRAM: Final = 4  # letters
LONGEST: Final = 36  # letters of a word; more is rarely one, and stores drop it
_HAN: Final = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_RUN: Final = re.compile(rf"(?P<han>[{_HAN}]+)|[^\W_{_HAN}]+")
# Alef, ya and ta marbuta are written in several ways; the tatweel only stretches a word
_ARABIC: Final = str.maketrans("أإآٱىة", "اااايه", "ـ")


def terms(text: str) -> list[str]:
    """The terms of a text, in order, repeats included; none holds a space."""
    return list(_terms(text))


def indexed(text: str) -> str:
    """The terms as one string, which a store splits at the spaces."""
    return " ".join(_terms(text))


def asked(text: str) -> str:
    """The terms of a question, each once."""
    return " ".join(dict.fromkeys(_terms(text)))


def folded(text: str) -> str:
    """Small letters without accents or vowel marks; full-width forms become plain."""
    apart = unicodedata.normalize("NFKD", text.translate(_ARABIC).casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare)


def _terms(text: str) -> Iterator[str]:
    for found in _RUN.finditer(folded(text)):
        if found["han"]:
            yield from _characters(found["han"])
        else:
            yield from _word(found[0][:LONGEST])


def _characters(run: str) -> Iterator[str]:
    yield from run
    yield from (run[at : at + 2] for at in range(len(run) - 1))


def _word(word: str) -> Iterator[str]:
    """The word, then its grams; a "=" sets them apart from words of four letters."""
    yield word
    marked = f"_{word}_"
    for at in range(len(marked) - GRAM + 1):
        yield "=" + marked[at : at + GRAM]
