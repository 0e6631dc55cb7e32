"""Whether a question is one at all, in any language."""

import re
from typing import Final

from winnow.language import LETTERS

FEW_VOWELS: Final = 0.11  # of a word's letters: "strengths" has one of nine
KEYS: Final = re.compile(r"(?:asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwert|werty|zxcv|xcvb|yxcv|lkjh|poiu)")
VOWELS: Final = re.compile(r"[aeiouyàâáäãåæèéêëìíîïòóôöõøœùúûüýÿıąęėįųūāēīō]")


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
