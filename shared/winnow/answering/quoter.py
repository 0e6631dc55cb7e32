"""The reader for models that only quote: two readings and figures, of which the likeliest stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from winnow.answering.drafts import Draft
from winnow.answering.figures import Values, by_row, by_value
from winnow.answering.pointing import point
from winnow.answering.port import Asked
from winnow.answering.quoting import quote, shown
from winnow.answering.ranking import Ranked, rank
from winnow.answering.rating import Rating, unfitted
from winnow.answering.readable import Passage
from winnow.answering.reading import Reading
from winnow.answering.signals import FEATURES, features
from winnow.answering.terms import vocabulary
from winnow.answering.vectors import SentenceVectors
from winnow.contracts.usage import Usage
from winnow.llm.calls import Calls, Purpose
from winnow.llm.port import LanguageModel

STAGE: Final = "ask"
SENTENCE_WORDS: Final = list(FEATURES).index("sentence_words")
NEVER: Final = 1.0  # the bar where nothing was fitted: a person answers
UNTRIED: Final = 0.9  # most confidence then; it stays below that bar


@dataclass(frozen=True, slots=True)
class Rated:
    """A draft with its signals, in the order of `signals.FEATURES`."""

    draft: Draft
    signals: list[float]


@dataclass(frozen=True, slots=True)
class Quoter:
    """Reads with a model that only quotes. Without a rating that was fitted for the model no answer

    is sure enough to be given: a person is shown it as a draft.
    """

    model: LanguageModel
    calls: Calls
    vectors: SentenceVectors
    language: str
    rating: Rating | None

    @property
    def bar(self) -> float:
        return self.rating.bar if self.rating else NEVER

    @property
    def floor(self) -> float:
        return self.rating.floor if self.rating else 0.0

    async def read(
        self, asked: Asked, question: str, passages: Sequence[Passage], values: Values
    ) -> Reading:
        """The likeliest of the readings; nothing where no sentence has words to quote."""
        rated, usage = await self.readings(asked, question, passages, values)
        if not rated:
            return Reading(usage=usage, answerable=False, confidence=0.0)
        best = max(rated, key=lambda one: self.confidence(one.signals))
        return Reading((best.draft,), self.confidence(best.signals), usage=usage)

    async def readings(
        self, asked: Asked, question: str, passages: Sequence[Passage], values: Values
    ) -> tuple[list[Rated], tuple[Usage, ...]]:
        """All readings with their signals: the model's first."""
        ranked = await rank(question, passages, self.vectors, self.language)
        text = shown(question, ranked, self.language)
        purpose = Purpose(f"{asked.id}/quote", STAGE, asked.tenant, _document(ranked))
        quoted, used = await quote(self.model, self.calls, purpose, question, text)
        pointed = point(question, text, self.language)
        figures = [
            by_row(question, passages, self.language),
            by_value(question, passages, values, self.language),
        ]
        rated = self._rated(question, [quoted, pointed, *figures], ranked, passages)
        return rated, (used,) if used else ()

    def confidence(self, signals: Sequence[float]) -> float:
        """The probability that a reading is right."""
        if self.rating is None:
            return unfitted([UNTRIED], signals[SENTENCE_WORDS])
        return self.rating.probability(signals)

    def _rated(
        self,
        question: str,
        drafts: Sequence[Draft | None],
        ranked: Sequence[Ranked],
        passages: Sequence[Passage],
    ) -> list[Rated]:
        """Each draft beside the first other that was found: do they say the same?"""
        found = [one for one in drafts if one is not None]
        told, rated = vocabulary([one.text for one in passages], self.language), []
        for draft in found:
            other = next((one for one in found if one is not draft), None)
            seen = features(question, draft, other, ranked, passages, told, self.language)
            rated.append(Rated(draft, seen))
        return rated


def _document(ranked: Sequence[Ranked]) -> str:
    """The document that the model's answer is kept under: that of the best sentence."""
    return str(ranked[0].passage.source.document_id) if ranked else ""
