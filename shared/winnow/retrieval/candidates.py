"""Passages that may answer a question: hybrid search, then late interaction."""

from collections.abc import Collection
from uuid import UUID

from winnow.embedding.port import Embedder, TokenEmbedder
from winnow.retrieval.languages import knows, weight
from winnow.retrieval.reranking import reranked
from winnow.retrieval.settings import RetrievalSettings
from winnow.vectors.port import Hit, VectorStore


class Candidates:
    """The first half of a question's way; errors are the store's and the model's."""

    def __init__(
        self, settings: RetrievalSettings, embedder: Embedder, vectors: VectorStore
    ) -> None:
        self._settings = settings
        self._embedder = embedder
        self._vectors = vectors

    async def searched(
        self,
        tenant: str,
        question: str,
        documents: Collection[UUID] | None = None,
        alpha: float | None = None,
    ) -> list[Hit]:
        """Best first. `alpha` is in place of what follows from the question's language."""
        if not question.strip() or (documents is not None and not documents):
            return []
        if alpha is None:
            known, unknown = self._settings.retrieval_alpha, self._settings.retrieval_alpha_unknown
            alpha = weight(self._embedder.name, question, known, unknown)
        # keywords alone need no vector, but a store may want one that it then leaves alone
        vector = [1.0, *[0.0] * (self._embedder.dimensions - 1)]
        if alpha > 0:
            vector = (await self._embedder.embed([question]))[0].tolist()
        most = self._settings.retrieval_candidates
        return await self._vectors.search(tenant, question, vector, most, alpha, documents)

    async def reordered(self, question: str, hits: list[Hit]) -> list[Hit]:
        """The hits by late interaction, where it is asked for and the model can do it."""
        if self._settings.retrieval_rerank == "off" or not knows(self._embedder.name, question):
            return hits
        if not isinstance(self._embedder, TokenEmbedder):
            return hits
        top = self._settings.retrieval_rerank_top
        return await reranked(question, hits, self._embedder, top)
