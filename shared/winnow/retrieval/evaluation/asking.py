"""Each question is asked in four ways of the same index."""

import time
from collections.abc import Awaitable, Mapping, Sequence
from typing import Final
from uuid import UUID

from winnow.retrieval.candidates import Candidates
from winnow.retrieval.evaluation.labelled import Question
from winnow.vectors.port import Hit

WAYS: Final = ("bm25", "vectors", "hybrid", "hybrid_reranked")
Names = Mapping[UUID, Sequence[str]]
Ranked = tuple[list[str], float]  # documents, best first, and milliseconds


async def ask(
    candidates: Candidates, tenant: str, question: Question, names: Names
) -> dict[str, Ranked]:
    """What each way finds; reranked are the hits of the hybrid search, its time included."""
    asked = question.text
    bm25, bm25_took = await _timed(candidates.searched(tenant, asked, alpha=0))
    vectors, vectors_took = await _timed(candidates.searched(tenant, asked, alpha=1))
    hybrid, hybrid_took = await _timed(candidates.searched(tenant, asked))
    reranked, more = await _timed(candidates.reordered(asked, hybrid))
    found = (bm25, vectors, hybrid, reranked)
    took = (bm25_took, vectors_took, hybrid_took, hybrid_took + more)
    ranked = [(_documents(hits, question, names), ms) for hits, ms in zip(found, took, strict=True)]
    return dict(zip(WAYS, ranked, strict=True))


async def _timed(work: Awaitable[list[Hit]]) -> tuple[list[Hit], float]:
    begun = time.perf_counter()
    return await work, 1000 * (time.perf_counter() - begun)


def _documents(hits: Sequence[Hit], question: Question, names: Names) -> list[str]:
    """Documents in the order of their best chunks.

    Names of the same bytes share a place, which a relevant one has if there is one: nobody could
    tell them apart.
    """
    found = [names[id_] for id_ in dict.fromkeys(hit.document_id for hit in hits) if id_ in names]
    return [next((one for one in of if one in question.relevant), of[0]) for of in found]
