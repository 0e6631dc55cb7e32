"""What speaks for a short answer and what against it, as numbers. Pure.

`FEATURES` names them in order, each with the sign its weight may have: +1 where more of it can only
speak for the answer, -1 only against it, 0 where the examples decide.
"""

from collections.abc import Sequence
from math import log, log1p
from typing import Final

from winnow.answering.drafts import Draft
from winnow.answering.kinds import fits, kind_of
from winnow.answering.ranking import Ranked
from winnow.answering.readable import Passage
from winnow.answering.terms import Vocabulary, covered, terms_of

FEATURES: Final[dict[str, int]] = {
    "passage_score": 1,
    "passage_first": 1,
    "passage_margin": 0,
    "sentence_words": 1,
    "sentence_meaning": 1,
    "sentence_first": 1,
    "sentence_margin": 0,
    "passage_words": 1,
    "all_words": 1,
    "names_missing": -1,
    "probability": 1,
    "probability_a_word": 1,
    "probability_untold": 0,
    "agrees": 1,
    "fits": 1,
    "fits_not": -1,
    "words": 0,
    "row": 0,
    "value": 0,
}
LEAST: Final = 1e-6  # probabilities are cut here before their logarithm is taken


def features(
    question: str,
    draft: Draft,
    other: Draft | None,
    ranked: Sequence[Ranked],
    passages: Sequence[Passage],
    told: Vocabulary,
    language: str,
) -> list[float]:
    """One number a feature, in the order of FEATURES; `other` is what the other reading found.

    `told` is the vocabulary of the passages.
    """
    place = draft.places[0]
    sentence = _sentence(draft, ranked)
    at = next((n for n, one in enumerate(passages) if one is place.passage), len(passages))
    scores = [one.source.score for one in passages]
    wanted = terms_of(question, language)
    here = terms_of(place.passage.text, language)
    exact = wanted.names | wanted.numbers
    kind = fits(kind_of(question), draft.short)
    likely = max(draft.probability or 0.0, LEAST)
    count = max(1, len(draft.short.split()))
    likely_log = 0.0 if draft.probability is None else log(likely)
    return [
        place.passage.source.score,
        float(at == 0),
        (scores[0] - scores[1]) if len(scores) > 1 else 1.0,
        sentence.words if sentence else 0.0,
        sentence.cosine if sentence else 0.0,
        float(bool(ranked) and sentence is ranked[0]),
        _margin(ranked),
        covered(wanted.all, here.all, told.weights),
        covered(wanted.all, told.all, told.weights),
        float(len(exact - here.all)),
        likely_log,
        likely_log / count,
        float(draft.probability is None),
        overlap(draft.short, other.short) if other else 0.0,
        float(kind is True),
        float(kind is False),
        log1p(count),
        float(draft.read_by == "row"),
        float(draft.read_by == "value"),
    ]


def overlap(one: str, other: str) -> float:
    """F1 of the words of two short answers."""
    mine, theirs = one.casefold().split(), other.casefold().split()
    both = sum(min(mine.count(word), theirs.count(word)) for word in set(mine))
    return 2 * both / (len(mine) + len(theirs)) if both else 0.0


def _sentence(draft: Draft, ranked: Sequence[Ranked]) -> Ranked | None:
    place = draft.places[0]
    same = (one for one in ranked if one.passage is place.passage)
    return next((one for one in same if one.span.holds(place.span)), None)


def _margin(ranked: Sequence[Ranked]) -> float:
    """How far the best sentence is before the best one of another passage."""
    if not ranked:
        return 0.0
    others = (one for one in ranked if one.passage is not ranked[0].passage)
    second = next(others, None)
    return ranked[0].score - second.score if second else 1.0
