"""Fields with few values as a choice between them, by the words of the whole document."""

from collections.abc import Iterable

from winnow.contracts.evidence import Scalar
from winnow.layout.candidates import Candidate
from winnow.layout.page import Layout

MOST_WORDS = 400  # different ones of a document


def find_choices(layout: Layout, values: Iterable[Scalar]) -> list[Candidate]:
    """Each of the values, with the document's words as features of that choice alone."""
    words = list(dict.fromkeys(token.text for token in layout.tokens))[:MOST_WORDS]
    return [
        Candidate(value, repr(value), ((f"is:{value}", *(f"{value}&{word}" for word in words)),))
        for value in values
    ]
