"""What two questions must share to have one answer: numbers, names, denial, and what is asked.

Sentence vectors put "did" beside "did not" and 1914 beside 1915: a cache that goes by them alone
answers other questions than those asked.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from winnow.semantic.words import CONTRACTED, EMPTY, FRAMES, NEGATIONS, NUMBERS, PAST, stemmer

WORD: Final = re.compile(
    r"\d+(?:[.,:/]\d+)*"
    r"|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]"  # scripts without spaces: signs
    r"|[^\W\d_]+(?:['\u2019\-][^\W\d_]+)*",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """`names` in the order in which they stand: who did it to whom is told by it."""

    numbers: tuple[str, ...]
    names: tuple[str, ...]
    denied: int
    past: bool
    words: tuple[str, ...]


def facts_of(question: str, language: str = "en") -> Facts:
    """The facts of a question; case, punctuation, politeness, articles and endings are left out."""
    text = FRAMES.sub("", unicodedata.normalize("NFKC", question).strip())
    text = CONTRACTED.sub(r"\1 not", text)
    tokens = WORD.findall(text)
    numbers, names, words = list[str](), list[str](), list[str]()
    denied, past = 0, False
    for at, token in enumerate(tokens):
        plain = token.casefold().removesuffix("'s").removesuffix("\u2019s")
        if plain[0].isdigit() or plain in NUMBERS:
            numbers.append(_number(plain))
        elif plain in NEGATIONS:
            denied += 1
        elif plain in PAST:
            past = True
        elif plain not in EMPTY:
            stem = stemmer(language).stemWord(plain)
            words.append(stem)
            if at > 0 and token[0].isupper():
                names.append(stem)
    return Facts(tuple(numbers), tuple(names), denied, past, tuple(sorted(words)))


def says_the_same(one: Facts, two: Facts) -> bool:
    """Whether nothing that matters differs.

    Names are compared where both questions write them as such: someone who types in small letters
    has the same words all the same, and then their order must be the same as well.
    """
    if (one.numbers, one.denied, one.past, one.words) != (
        two.numbers,
        two.denied,
        two.past,
        two.words,
    ):
        return False
    return not one.names or not two.names or one.names == two.names


def _number(plain: str) -> str:
    if plain in NUMBERS:
        return NUMBERS[plain]
    digits = plain.rstrip(".,:/")
    grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits)
    return re.sub(r"[.,]", "", digits) if grouped else digits.replace(",", ".")
