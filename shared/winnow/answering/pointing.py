"""A second reading without a model: the run of words that stands best for an answer. Pure."""

import re
from typing import Final

from winnow.answering.drafts import Draft, Place
from winnow.answering.kinds import Kind, fits, kind_of
from winnow.answering.quoting import Shown, drafted
from winnow.answering.ranking import Ranked
from winnow.answering.sentences import Span
from winnow.answering.terms import terms_of
from winnow.semantic.facts import WORD

NEAR: Final = 60  # characters from a word of the question within which closeness counts
LONG: Final = 4  # words; what is longer is more often a clause than an answer


def point(question: str, text: Shown, language: str) -> Draft | None:
    """The best run by its sentence, its kind, and how close it is to words of the question."""
    kind, wanted = kind_of(question), terms_of(question, language).all
    asked = {run: _words_near(text.sentences[run], wanted, language) for run in text.runs}
    best = max(
        text.runs,
        key=lambda run: (_worth(run, text, kind, asked[run]), -len(run)),
        default=None,
    )
    return None if best is None else drafted(text, best)


def _worth(run: str, text: Shown, kind: Kind, near: list[Span]) -> float:
    sentence, place = text.sentences[run], text.runs[run].span
    words = run.count(" ") + 1
    capital = sum(word[0].isupper() or word[0].isdigit() for word in run.split()) / words
    gaps = [max(one.start - place.end, place.start - one.end) for one in near]
    closeness = max((1 - max(gap, 0) / NEAR for gap in gaps if gap < NEAR), default=0.0)
    inside = sum(place.holds(one) for one in near)
    return (
        2.0 * sentence.score
        + 1.0 * (fits(kind, run) is True)
        + 0.5 * closeness
        + 0.4 * capital
        - 0.4 * inside
        - 0.15 * max(0, words - LONG)
        - 0.5 * _cuts_a_name(text.runs[run])
    )


def _cuts_a_name(place: Place) -> bool:
    """Whether a capitalised word of the run is followed or preceded by another outside of it."""
    text, span = place.passage.text, place.span
    before = re.search(r"([A-Z]\w*) $", text[max(0, span.start - 40) : span.start])
    after = re.match(r" [A-Z]\w", text[span.end : span.end + 3])
    first, last = text[span.start], place.quote.split()[-1][0]
    return bool((before and first.isupper()) or (after and last.isupper()))


def _words_near(sentence: Ranked, wanted: frozenset[str], language: str) -> list[Span]:
    """Where in its passage the sentence has words of the question."""
    return [
        Span(sentence.span.start + found.start(), sentence.span.start + found.end())
        for found in WORD.finditer(sentence.text)
        if terms_of(found[0], language).all & wanted
    ]
