"""Which sentences of the passages bear on a question: by words, by meaning, by their passage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from winnow.answering.readable import Passage
from winnow.answering.sentences import Span
from winnow.answering.terms import Terms, covered, rarity, terms_of
from winnow.answering.vectors import SentenceVectors

# Weights of the sum that ranks; what it finds is measured in docs/answering.md
BY_WORDS: Final = 1.0
BY_MEANING: Final = 1.0
BY_PASSAGE: Final = 0.5
BEFORE: Final = 0.3  # of the words of the sentence before: it names what "it" is


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence of a passage: `words` is the share of the question's terms that it has."""

    passage: Passage
    span: Span
    rank: int  # of the passage, from 0
    words: float
    cosine: float
    score: float

    @property
    def text(self) -> str:
        return self.span.of(self.passage.text)


async def rank(
    question: str, passages: Sequence[Passage], vectors: SentenceVectors, language: str
) -> list[Ranked]:
    """All sentences of the passages, best first."""
    placed = [
        (at, passage, span) for at, passage in enumerate(passages) for span in passage.sentences()
    ]
    texts = [span.of(passage.text) for _, passage, span in placed]
    found = await vectors.of([question, *texts])
    cosines = found[1:] @ found[0]
    terms = [terms_of(text, language) for text in texts]
    weights, wanted = rarity(terms), terms_of(question, language)
    ranked = []
    for index, (at, passage, span) in enumerate(placed):
        before = terms[index - 1] if index and placed[index - 1][0] == at else None
        words = _words(wanted, terms[index], before, weights)
        cosine = float(cosines[index])
        score = BY_WORDS * words + BY_MEANING * cosine + BY_PASSAGE * passage.source.score
        ranked.append(Ranked(passage, span, at, words, cosine, score))
    return sorted(ranked, key=lambda one: -one.score)


def _words(wanted: Terms, held: Terms, before: Terms | None, weights: Mapping[str, float]) -> float:
    own = covered(wanted.all, held.all, weights)
    if before is None:
        return own
    both = covered(wanted.all, held.all | before.all, weights)
    return own + BEFORE * (both - own)
