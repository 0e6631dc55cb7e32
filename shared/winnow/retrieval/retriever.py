"""A question's way: filters, candidates, no repeats, a budget, neighbours."""

from uuid import UUID

from winnow.contracts.questions import Source
from winnow.embedding.port import Embedder
from winnow.retrieval.budget import within
from winnow.retrieval.candidates import Candidates
from winnow.retrieval.neighbours import beside
from winnow.retrieval.port import Catalogue, Filters
from winnow.retrieval.repeats import without_repeats
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
        self._candidates = Candidates(settings, embedder, vectors)
        self._vectors = vectors
        self._catalogue = catalogue

    async def find(
        self, tenant: str, question: str, *, filters: Filters | None = None, limit: int = 8
    ) -> tuple[Source, ...]:
        """At most `limit` passages, and behind them what stands beside the best, where it fits."""
        documents: tuple[UUID, ...] | None = None
        if filters is not None and filters.any:
            most = self._settings.retrieval_documents
            documents = await self._catalogue.matching(tenant, filters, most)
        hits = await self._candidates.searched(tenant, question, documents)
        hits = await self._candidates.reordered(question, hits)
        chosen, left = within(without_repeats(hits), limit, self._settings.retrieval_tokens)
        reach = self._settings.retrieval_neighbours
        near = await beside(tenant, chosen, reach, left, self._vectors)
        return tuple(_source(hit) for hit in (*chosen, *near))


def _source(hit: Hit) -> Source:
    return Source(
        document_id=hit.document_id,
        file_name=hit.file_name,
        chunk=hit.chunk,
        page=hit.page,
        text=hit.text,
        score=hit.score,
    )
