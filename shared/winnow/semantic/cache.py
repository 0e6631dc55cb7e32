"""A cache of answers by the meaning of their questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from winnow.embedding.port import Embedder
from winnow.semantic.facts import facts_of, says_the_same

NEAR: Final = 0.75  # cosine: nearer than this and equal in facts is the same question
LOOKED_AT: Final = 5  # nearest neighbours whose facts are compared


@dataclass(frozen=True, slots=True)
class Remembered:
    """A question with its answer; `vector` is of unit length."""

    id: str
    question: str
    language: str
    vector: NDArray[np.float32]
    answer: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """An answer that was given before, to which question, and how near that is (cosine)."""

    question: str
    answer: dict[str, Any]
    cosine: float


class QuestionStore(Protocol):
    """Where answered questions lie; `winnow.records.questions` has the one in SQL."""

    async def all(self, tenant: str, scope: str) -> Sequence[Remembered]:
        """All that were answered for a tenant over the same documents (`scope`)."""
        ...

    async def keep(
        self, tenant: str, scope: str, remembered: Remembered, documents: Sequence[str]
    ) -> None:
        """Keep an answer and which documents it rests on."""
        ...

    async def forget(self, tenant: str, document_id: str) -> int:
        """Remove every answer that rests on a document; how many those were."""
        ...

    async def drop(self, tenant: str, id_: str) -> None:
        """Remove one answer, if it is there."""
        ...


class SemanticCache:
    """Finds the answer to a question that was asked before in other words.

    The nearest by cosine, and equal in numbers, names, denial and words that matter: see `facts`.
    Tenants never share; `scope` separates questions over different sets of documents.
    """

    def __init__(self, embedder: Embedder, store: QuestionStore) -> None:
        self._embedder = embedder
        self._store = store

    async def find(
        self, tenant: str, question: str, *, scope: str = "", language: str = "en"
    ) -> Found | None:
        """The answer to the nearest question that says the same, if any does."""
        known = await self._store.all(tenant, scope)
        if not known:
            return None
        vector = await self._vector(question)
        cosines = np.stack([one.vector for one in known]) @ vector
        mine = facts_of(question, language)
        for at in np.argsort(-cosines)[:LOOKED_AT]:
            if cosines[at] < NEAR:
                return None
            if says_the_same(mine, facts_of(known[at].question, known[at].language)):
                return Found(known[at].question, known[at].answer, float(cosines[at]))
        return None

    async def keep(
        self,
        tenant: str,
        question: str,
        answer: dict[str, Any],
        documents: Sequence[str],
        *,
        scope: str = "",
        language: str = "en",
    ) -> None:
        """Remember an answer until one of the documents it rests on is forgotten."""
        id_ = question_id(tenant, scope, question)
        vector = await self._vector(question)
        remembered = Remembered(id_, question, language, vector, answer)
        await self._store.keep(tenant, scope, remembered, documents)

    async def forget(self, tenant: str, document_id: str) -> int:
        """Drop what rests on a document that changed or was erased; how many answers those were."""
        return await self._store.forget(tenant, document_id)

    async def drop(self, tenant: str, id_: str) -> None:
        """Drop one answer, by its `question_id`: somebody was not content with it."""
        await self._store.drop(tenant, id_)

    async def _vector(self, question: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = (await self._embedder.embed([question]))[0]
        return vector


def question_id(tenant: str, scope: str, question: str) -> str:
    """The identity of a question as it was asked."""
    from uuid import uuid5

    from winnow.contracts.base import NAMESPACE

    return str(uuid5(NAMESPACE, f"question/{tenant}/{scope}/{question}"))
