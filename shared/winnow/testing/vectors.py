"""VectorStore in dicts: every passage is compared."""

from collections.abc import Collection, Sequence
from uuid import UUID

import numpy as np

from winnow.errors import WinnowError
from winnow.vectors.fusion import fuse
from winnow.vectors.port import Hit, Passage
from winnow.vectors.terms import terms


class MemoryVectors:
    """Keeps passages in `passages`, by tenant and id."""

    def __init__(self) -> None:
        self.passages: dict[str, dict[str, Passage]] = {}
        self._failure: WinnowError | None = None

    def fail_with(self, error: WinnowError | None) -> None:
        """Raise this from every call until told otherwise; None mends the store."""
        self._failure = error

    async def upsert(self, tenant: str, passages: Sequence[Passage]) -> None:
        self._fail()
        kept = self.passages.setdefault(tenant, {})
        kept.update((str(passage.id), passage) for passage in passages)

    async def search(
        self,
        tenant: str,
        text: str,
        vector: Sequence[float],
        limit: int = 10,
        alpha: float = 0.5,
        documents: Collection[UUID] | None = None,
    ) -> list[Hit]:
        found = self._of(tenant, documents)
        wanted = set(terms(text))
        keywords = {id_: float(len(wanted & set(terms(p.text)))) for id_, p in found.items()}
        keywords = {id_: score for id_, score in keywords.items() if score and alpha < 1}
        vectors = {id_: _cosine(vector, p.vector) for id_, p in found.items() if alpha > 0}
        ranked = list(fuse(keywords, vectors, alpha).items())[:limit]
        return [_hit(found[id_], score) for id_, score in ranked]

    async def fetch(
        self, tenant: str, document_id: UUID, chunks: Collection[str]
    ) -> dict[str, Hit]:
        found = self._of(tenant, (document_id,)).values()
        return {one.chunk: _hit(one, 0.0) for one in found if one.chunk in chunks}

    async def erase(self, tenant: str, document_id: UUID) -> int:
        erased = self._of(tenant, (document_id,))
        for id_ in erased:
            del self.passages[tenant][id_]
        return len(erased)

    async def count(self, tenant: str, document_id: UUID | None = None) -> int:
        return len(self._of(tenant, None if document_id is None else (document_id,)))

    async def ready(self) -> None:
        self._fail()

    async def close(self) -> None:
        pass

    def _of(self, tenant: str, documents: Collection[UUID] | None) -> dict[str, Passage]:
        self._fail()
        kept = self.passages.get(tenant, {})
        return {i: p for i, p in kept.items() if documents is None or p.document_id in documents}

    def _fail(self) -> None:
        if self._failure is not None:
            raise self._failure


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    a, b = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b) or 1.0))


def _hit(passage: Passage, score: float) -> Hit:
    return Hit(
        document_id=passage.document_id,
        chunk=passage.chunk,
        text=passage.text,
        page=passage.page,
        file_name=passage.file_name,
        score=score,
    )
