"""Labelled questions, from files to figures."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from winnow.config import Settings
from winnow.embedding.open import open_embedder
from winnow.retrieval.candidates import Candidates
from winnow.retrieval.evaluation.asking import WAYS, Names, Ranked, ask
from winnow.retrieval.evaluation.indexing import Told, index, tenant_of
from winnow.retrieval.evaluation.labelled import LabelledSet, Question
from winnow.retrieval.evaluation.metrics import apart, measured, ndcg, recall, reciprocal_rank
from winnow.retrieval.settings import RetrievalSettings
from winnow.vectors.open import open_vectors

JUDGED: Final = (
    "a document stands where the best of its chunks stands; found is the document that was labelled"
)


async def evaluate(
    labelled: LabelledSet, settings: Settings, ks: Sequence[int], told: Told
) -> dict[str, Any]:
    """Figures of BM25, vectors, hybrid, and hybrid reranked, by language.

    The settings say which store is used and where; the documents are erased from it afterwards.
    `told` hears what was done, how often, and of how many.
    """
    embedder = open_embedder(settings)
    vectors = open_vectors(settings, embedder.dimensions)
    try:
        indexed = await index(labelled.documents, settings, told)
        candidates = Candidates(settings.widened(RetrievalSettings), embedder, vectors)
        rankings = await _rankings(labelled, candidates, indexed.names, told)
        if settings.weaviate_url:  # it may be one that is here to stay
            for document, tenant in indexed.tenants.items():
                await vectors.erase(tenant, document)
    finally:
        await vectors.close()
    return {
        "model": embedder.name,
        "store": "weaviate" if settings.weaviate_url else "lancedb",
        "judged": JUDGED,
        "documents": len(labelled.documents),
        "chunks": indexed.chunks,
        "refused": indexed.refused,
        "languages": {
            language: _figures(labelled.of(language), rankings, ks)
            for language in labelled.languages
        },
    }


async def _rankings(
    labelled: LabelledSet, candidates: Candidates, names: Names, told: Told
) -> dict[str, dict[str, Ranked]]:
    """By question and way; one after the other, so that times are of a single question."""
    found = {}
    for done, question in enumerate(labelled.questions, 1):
        tenant = tenant_of(question.language)
        found[question.id] = await ask(candidates, tenant, question, names)
        told("asked", done, len(labelled.questions))
    return found


def _figures(
    labelled: LabelledSet, rankings: dict[str, dict[str, Ranked]], ks: Sequence[int]
) -> dict[str, Any]:
    questions = labelled.questions
    groups = [tuple(sorted(one.relevant)) for one in questions]
    ranked = {way: [rankings[one.id][way] for one in questions] for way in WAYS}
    values = {way: _values(questions, ranked[way], ks) for way in WAYS}
    better = max(("bm25", "vectors"), key=lambda way: np.mean(values[way]["mrr@10"]))
    return {
        "documents": len(labelled.documents),
        "questions": len(questions),
        "ways": {
            way: {
                **{name: measured(of, groups) for name, of in values[way].items()},
                "ms": _times([ms for _, ms in ranked[way]]),
            }
            for way in WAYS
        },
        "better_alone": better,
        "gained": {
            way: {name: apart(of, values[better][name], groups) for name, of in values[way].items()}
            for way in ("hybrid", "hybrid_reranked")
        },
    }


def _values(
    questions: Sequence[Question], ranked: Sequence[Ranked], ks: Sequence[int]
) -> dict[str, list[float]]:
    pairs = [(found, one.relevant) for (found, _), one in zip(ranked, questions, strict=True)]
    return {
        **{f"recall@{k}": [recall(*pair, k) for pair in pairs] for k in ks},
        "mrr@10": [reciprocal_rank(*pair) for pair in pairs],
        "ndcg@10": [ndcg(*pair) for pair in pairs],
    }


def _times(spent: Sequence[float]) -> dict[str, float]:
    p50, p95 = np.quantile(spent, (0.5, 0.95))
    return {"p50": round(float(p50), 2), "p95": round(float(p95), 2)}
