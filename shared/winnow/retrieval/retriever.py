"""The way of a question: hybrid search, late interaction, no repeats, a budget, neighbours."""

from collections.abc import Collection
from uuid import UUID

from winnow.contracts.questions import Source
from winnow.embedding.port import Embedder, TokenEmbedder
from winnow.retrieval.budget import within
from winnow.retrieval.languages import knows, weight
from winnow.retrieval.neighbours import beside
from winnow.retrieval.port import Catalogue, Filters
from winnow.retrieval.repeats import without_repeats
from winnow.retrieval.reranking import reranked
from winnow.retrieval.settings import RetrievalSettings
from winnow.vectors.port import Hit, VectorStore


class HybridRetriever:
    """The Retriever; what it depends on is opened and closed by who made it."""

    def __init__(
        self,
        settings: RetrievalSettings,
        embedder: Embedder,
        vectors: VectorStore,
        catalogue: Catalogue,
    ) -> None:
        self._settings = settings
        self._embedder = embedder
        self._vectors = vectors
        self._catalogue = catalogue

    async def find(
        self, tenant: str, question: str, *, filters: Filters | None = None, limit: int = 8
    ) -> tuple[Source, ...]:
        documents: tuple[UUID, ...] | None = None
        if filters is not None and filters.any:
            most = self._settings.retrieval_documents
            documents = await self._catalogue.matching(tenant, filters, most)
        hits = await self.searched(tenant, question, documents)
        hits = await self.reordered(question, hits)
        chosen, left = within(without_repeats(hits), limit, self._settings.retrieval_tokens)
        reach = self._settings.retrieval_neighbours
        near = await beside(tenant, chosen, reach, left, self._vectors) if chosen else []
        return tuple(_source(hit) for hit in (*chosen, *near))

    async def searched(
        self,
        tenant: str,
        question: str,
        documents: Collection[UUID] | None = None,
        alpha: float | None = None,
    ) -> list[Hit]:
        """Candidates, best first. `alpha` in place of what follows from the language."""
        if not question.strip() or (documents is not None and not documents):
            return []
        if alpha is None:
            known, unknown = self._settings.retrieval_alpha, self._settings.retrieval_alpha_unknown
            alpha = weight(self._embedder.name, question, known, unknown)
        vector = (await self._embedder.embed([question]))[0].tolist() if alpha > 0 else []
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


def _source(hit: Hit) -> Source:
    return Source(
        document_id=hit.document_id,
        file_name=hit.file_name,
        chunk=hit.chunk,
        page=hit.page,
        text=hit.text,
        score=hit.score,
    )
