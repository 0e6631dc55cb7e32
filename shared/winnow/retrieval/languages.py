"""How much the vectors count for a question: as much as the embedding model knows its language.

Vectors of a language that a model was not trained on rank at random, and half a vote for chance
drowns the keywords (docs/retrieval.md has the figures). So the weight is a rule that is fixed
beforehand, and nothing that was fitted to questions.
"""

import re
from typing import Final

from winnow.language import LETTERS, likeliest

LANGUAGES: Final[dict[str, frozenset[str]]] = {"all-MiniLM-L6-v2": frozenset({"en"})}
SURE: Final = 0.5
ENOUGH: Final = 8  # letters; in fewer a language cannot be told
UNSURE: Final = 0.2  # weight of vectors where it cannot, at most
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]+")


def language_of(question: str) -> str | None:
    """ISO 639-1, or None where the question is too short or too mixed to tell."""
    text = " ".join(LETTERS.findall(question))
    if len(text) < ENOUGH:
        return None
    code, score = likeliest(text)
    return code if score >= SURE else None


def knows(model: str, question: str) -> bool | None:
    """Whether an embedding model, by its name, knows the question's language; None: unsure.

    Of a model whose languages are not listed here it is taken to be all of them.
    """
    known = LANGUAGES.get(model.partition("/")[0])
    if known is None:
        return True
    language = language_of(question)
    if language is None:
        return None if _latin(question) else False
    # a question in Chinese that names somebody in Latin letters can be taken for English
    return language in known and (language != "en" or _latin(question))


def weight(model: str, question: str, known: float, unknown: float) -> float:
    """The alpha of a hybrid search: `known` or `unknown`, and where unsure, little."""
    sure = knows(model, question)
    if sure is None:
        return min(known, max(unknown, UNSURE))
    return known if sure else unknown


def _latin(question: str) -> bool:
    return all(_LATIN.fullmatch(word) for word in LETTERS.findall(question))
