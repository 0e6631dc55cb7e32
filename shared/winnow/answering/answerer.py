"""The way of a question: let in, made to stand alone, looked up, read, checked, answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from winnow.answering.checking import Verdict, apart, check
from winnow.answering.drafts import Draft
from winnow.answering.entailing import Entailment
from winnow.answering.outcomes import Judged, decided
from winnow.answering.port import Answered, Asked, Told, untold
from winnow.answering.rating import unfitted
from winnow.answering.readable import Passage, readable
from winnow.answering.reading import Reader, Reading
from winnow.answering.rewriting import Rewriter
from winnow.answering.terms import covered, terms_of, vocabulary
from winnow.answering.topics import Topic, touched
from winnow.answering.vectors import SentenceVectors
from winnow.contracts.questions import Answer, Source
from winnow.contracts.usage import Usage
from winnow.guardrails.port import Guardrails
from winnow.guardrails.reasons import reasons
from winnow.retrieval.port import Catalogue, Retriever

# Chance that a model overlooked an answer where the passages have all words of the question
MISSED: Final = 0.5


@dataclass(frozen=True, slots=True)
class CheckedAnswerer:
    """Answerer whose every sentence is checked against what it cites."""

    name: str  # of the model, as answers are signed
    retriever: Retriever
    guardrails: Guardrails
    catalogue: Catalogue
    rewriter: Rewriter
    reader: Reader
    vectors: SentenceVectors
    entailment: Entailment | None
    topics: tuple[Topic, ...]
    bar: float
    language: str
    most: int

    async def answer(self, asked: Asked, told: Told = untold) -> Answered:
        """Answer, or say why not; errors and steps are those of the port."""
        let_in = await self.guardrails.question(asked.question)
        if not let_in.allowed:
            why = reasons(let_in) or ("it is not let in",)
            refused = Answer(outcome="refused", reasons=why)
            return Answered(refused, asked.question, ())
        question, usage = await self.rewriter.rewrite(asked)
        await told("standalone", question)
        sources = await self.retriever.find(
            asked.tenant, question, filters=asked.filters, limit=self.most
        )
        await told("sources", sources)
        if topics := touched(f"{asked.question}\n{question}", self.topics):
            answer = Answer(outcome="escalated", reasons=topics, usage=usage)
            return Answered(answer, question, sources)
        answer = await self._answered(asked, question, sources, usage)
        if answer.outcome == "answered":
            for sentence in answer.sentences:
                await told("sentence", sentence)
        return Answered(answer, question, sources)

    async def _answered(
        self, asked: Asked, question: str, sources: Sequence[Source], usage: tuple[Usage, ...]
    ) -> Answer:
        passages, warnings = await readable(sources, self.guardrails)
        documents = tuple(dict.fromkeys(one.source.document_id for one in passages))
        values = await self.catalogue.values(asked.tenant, documents) if documents else {}
        reading = Reading(answerable=False, confidence=0.0)
        if passages:
            reading = await self.reader.read(asked, question, passages, values)
        checked = [(one, await check(one, self.vectors, self.language)) for one in reading.drafts]
        used = (*usage, *reading.usage)
        if self.entailment is not None:
            checked, more = await self.entailment.judge(asked, checked)
            used = (*used, *more)
        kept, removed = apart(checked)
        confidence = self._confidence(question, reading, kept, passages)
        judged = Judged(reading, tuple(kept), tuple(removed), confidence, tuple(warnings), used)
        answer = decided(judged, bar=self.bar, floor=self.reader.floor, name=self.name)
        return await self._moderated(answer, question)

    def _confidence(
        self,
        question: str,
        reading: Reading,
        kept: Sequence[tuple[Draft, Verdict]],
        passages: Sequence[Passage],
    ) -> float:
        """How likely what is kept answers the question; where nothing is, that something could."""
        if reading.confidence is not None:
            return reading.confidence
        words = self._covered(question, _cited([draft for draft, _ in kept]) or passages)
        if kept:
            return unfitted([verdict.support for _, verdict in kept], words)
        return round(MISSED * words, 4)

    def _covered(self, question: str, passages: Sequence[Passage]) -> float:
        told = vocabulary([one.text for one in passages], self.language)
        return covered(terms_of(question, self.language).all, told.all, told.weights)

    async def _moderated(self, answer: Answer, question: str) -> Answer:
        """What guardrails do not let out waits for a person; other findings are masked."""
        if answer.outcome != "answered":
            return answer
        sentences, warnings = [], list(answer.warnings)
        for sentence in answer.sentences:
            checked = await self.guardrails.answer(sentence.text, question=question)
            why = [one.what for one in checked.findings]
            if not checked.allowed:
                held = (f"the answer was held back: {', '.join(why) or 'not allowed'}",)
                return answer.model_copy(update={"outcome": "escalated", "reasons": held})
            text = self.guardrails.masked(sentence.text, checked.findings)
            warnings += [f"masked in the answer: {one}" for one in why]
            sentences.append(sentence.model_copy(update={"text": text}))
        told = tuple(dict.fromkeys(warnings))
        return answer.model_copy(update={"sentences": tuple(sentences), "warnings": told})


def _cited(drafts: Sequence[Draft]) -> list[Passage]:
    places = (place for draft in drafts for place in draft.places)
    return list({id(one.passage): one.passage for one in places}.values())
