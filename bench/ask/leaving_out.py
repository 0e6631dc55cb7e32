"""A store as it would be without some of its passages."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from winnow.vectors.fusion import fuse
from winnow.vectors.port import Hit, Passage, VectorStore


class WithoutSome:
    """VectorStore in which chunks named in `left_out` are not found.

    Scores are those of a store that never had them: keywords and vectors are searched apart, and
    joined after the chunks were taken out. Taken out afterwards, a passage would leave its mark on
    the scores of the others, for the best of each search has the score 1.
    """

    def __init__(self, vectors: VectorStore) -> None:
        self._vectors = vectors
        self.left_out: frozenset[str] = frozenset()

    async def search(
        self,
        tenant: str,
        text: str,
        vector: Sequence[float],
        limit: int = 10,
        alpha: float = 0.5,
        documents: Collection[UUID] | None = None,
    ) -> list[Hit]:
        if not self.left_out:
            return await self._vectors.search(tenant, text, vector, limit, alpha, documents)
        more = limit + len(self.left_out)
        found: dict[str, Hit] = {}
        scores = list[dict[str, float]]()
        for only, asked in ((0.0, alpha < 1), (1.0, alpha > 0)):
            hits = (
                await self._vectors.search(tenant, text, vector, more, only, documents)
                if asked
                else []
            )
            kept = {f"{hit.document_id}/{hit.chunk}": hit for hit in self._kept(hits)[:limit]}
            found |= kept
            scores.append({id_: hit.score for id_, hit in kept.items()})
        ranked = list(fuse(scores[0], scores[1], alpha).items())[:limit]
        return [replace(found[id_], score=score) for id_, score in ranked]

    async def fetch(
        self, tenant: str, document_id: UUID, chunks: Collection[str]
    ) -> dict[str, Hit]:
        wanted = [chunk for chunk in chunks if chunk not in self.left_out]
        return await self._vectors.fetch(tenant, document_id, wanted)

    async def upsert(self, tenant: str, passages: Sequence[Passage]) -> None:
        await self._vectors.upsert(tenant, passages)

    async def erase(self, tenant: str, document_id: UUID) -> int:
        return await self._vectors.erase(tenant, document_id)

    async def count(self, tenant: str, document_id: UUID | None = None) -> int:
        return await self._vectors.count(tenant, document_id)

    async def ready(self) -> None:
        await self._vectors.ready()

    async def close(self) -> None:
        await self._vectors.close()

    def _kept(self, hits: Sequence[Hit]) -> list[Hit]:
        return [hit for hit in hits if hit.chunk not in self.left_out]
