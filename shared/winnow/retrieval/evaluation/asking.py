"""Each question is asked in four ways of the same index."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final
from uuid import UUID

from winnow.retrieval.candidates import Candidates
from winnow.retrieval.evaluation.labelled import Question
from winnow.vectors.port import Hit

WAYS: Final = ("bm25", "vectors", "hybrid", "hybrid_reranked")
Way = Callable[[str, str], Awaitable[list[Hit]]]


def ways_of(candidates: Candidates) -> dict[str, Way]:
    """From tenant and question to candidates, best first."""

    async def bm25(tenant: str, question: str) -> list[Hit]:
        return await candidates.searched(tenant, question, alpha=0)

    async def vectors(tenant: str, question: str) -> list[Hit]:
        return await candidates.searched(tenant, question, alpha=1)

    async def hybrid(tenant: str, question: str) -> list[Hit]:
        return await candidates.searched(tenant, question)

    async def hybrid_reranked(tenant: str, question: str) -> list[Hit]:
        return await candidates.reordered(question, await hybrid(tenant, question))

    return dict(zip(WAYS, (bm25, vectors, hybrid, hybrid_reranked), strict=True))


async def ask(
    way: Way, tenant: str, question: Question, names: Mapping[UUID, Sequence[str]]
) -> tuple[list[str], float]:
    """The documents found, best first, and milliseconds.

    A document stands where the best of its chunks stands. Names of the same bytes share a place, in
    which those that are relevant come first: nobody could tell them apart.
    """
    begun = time.perf_counter()
    hits = await way(tenant, question.text)
    spent = 1000 * (time.perf_counter() - begun)
    found = dict.fromkeys(hit.document_id for hit in hits)
    return [_name(names[id_], question.relevant) for id_ in found if id_ in names], spent


def _name(names: Sequence[str], relevant: frozenset[str]) -> str:
    return next((name for name in names if name in relevant), names[0])
