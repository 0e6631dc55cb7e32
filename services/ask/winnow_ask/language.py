"""The language that a question is asked in."""

from typing import Final

from winnow.language import SURE, likeliest

OTHERWISE: Final = "en"


def language_of(question: str) -> str:
    """ISO 639-1; English where a question is too short or too mixed to tell."""
    words = " ".join(question.split())
    if not any(one.isalpha() for one in words):
        return OTHERWISE
    code, score = likeliest(words)
    return code if score >= SURE and len(code) == 2 else OTHERWISE
