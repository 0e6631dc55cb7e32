"""Which answers are given again to the same question in other words, and when no longer."""

from datetime import datetime, timedelta
from uuid import UUID

from winnow.answering.port import Answered
from winnow.contracts.questions import Answer, AnswerSentence, QuestionDecided
from winnow.records.moment import now
from winnow.semantic.cache import SemanticCache, question_id
from winnow_ask.filtering import Filtering
from winnow_ask.settings import AskSettings
from winnow_ask.turn import SOURCES, Opening, Turn


class Memory:
    """The semantic cache before the answerer, by tenant and filters.

    `corpus` names what else answers depend on, such as the embedding model. A new document may have
    a newer answer, which is why none is given again after `keep`.
    """

    def __init__(
        self,
        cache: SemanticCache,
        *,
        corpus: str,
        bar: float,
        keep: timedelta,
    ) -> None:
        self._cache = cache
        self._corpus = corpus
        self._bar = bar
        self._keep = keep

    async def find(self, opening: Opening) -> tuple[Answered, str] | None:
        """The answer to an equal question, and the id by which it is remembered."""
        if not self._keep:
            return None
        scope = self._scope(opening.filters)
        found = await self._cache.find(
            opening.tenant, opening.question, scope=scope, language=opening.language
        )
        if found is None or self._is_old(found.answer["at"]):
            return None
        answer = Answer.model_validate(found.answer["answer"])
        given = answer.model_copy(update={"cached": True, "usage": ()})
        sources = SOURCES.validate_python(found.answer["sources"])
        id_ = question_id(opening.tenant, scope, found.question)
        return Answered(given, found.question, sources), id_

    def id_of(self, turn: Turn, made: Answered) -> str | None:
        """By which id an answer is to be remembered; None where it is not good enough."""
        answer = made.answer
        fit = answer.outcome == "answered" and answer.confidence >= self._bar
        if not (self._keep and fit and answer.documents) or answer.cached:
            return None
        opening = turn.opening
        return question_id(opening.tenant, self._scope(opening.filters), made.standalone)

    async def keep(self, turn: Turn) -> None:
        """Remember a turn's answer, a person's before a model's, under its standalone question."""
        answer = _decided(turn.decision) if turn.decision else turn.answer
        if answer is None or not answer.documents or not self._keep:
            return
        told = {
            "answer": answer.model_dump(mode="json"),
            "sources": [one.model_dump(mode="json") for one in turn.sources],
            "at": now().isoformat(),
        }
        opening = turn.opening
        read = (*answer.documents, *(one.document_id for one in turn.sources))
        await self._cache.keep(
            opening.tenant,
            turn.standalone,
            told,
            [str(one) for one in dict.fromkeys(read)],
            scope=self._scope(opening.filters),
            language=opening.language,
        )

    async def drop(self, turn: Turn) -> None:
        """Do not give it again: somebody was not content with it."""
        opening = turn.opening
        own = question_id(opening.tenant, self._scope(opening.filters), turn.standalone)
        for id_ in {turn.remembered or own, own}:
            await self._cache.drop(opening.tenant, id_)

    async def forget(self, tenant: str, document_id: UUID) -> int:
        """Drop what rests on a document that changed; how many answers those were."""
        return await self._cache.forget(tenant, str(document_id))

    def _scope(self, filters: Filtering) -> str:
        return f"{self._corpus} {filters.scope()}"

    def _is_old(self, at: str) -> bool:
        return datetime.fromisoformat(at) < now() - self._keep


def _decided(decision: QuestionDecided) -> Answer | None:
    """A person's answer as one that can be given again, if it says where it is from."""
    if decision.outcome != "answered" or not decision.citations:
        return None
    sentence = AnswerSentence(text=decision.text, citations=decision.citations, support=1.0)
    by = f"reviewer:{decision.reviewer}"
    return Answer(outcome="answered", sentences=(sentence,), confidence=1.0, answered_by=by)


def open_memory(settings: AskSettings, cache: SemanticCache, corpus: str) -> Memory:
    """By the settings."""
    keep = timedelta(hours=settings.ask_cache_hours)
    return Memory(cache, corpus=corpus, bar=settings.ask_cache_bar, keep=keep)
