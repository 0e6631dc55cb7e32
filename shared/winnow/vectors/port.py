"""What we ask of a vector store."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk with its vector. `id` is deterministic: writing it twice leaves one."""

    id: UUID
    document_id: UUID
    chunk: str
    text: str
    page: int
    file_name: str
    vector: Sequence[float]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found; `score` is 0..1 within one answer, higher is nearer."""

    document_id: UUID
    chunk: str
    text: str
    page: int
    file_name: str
    score: float


class VectorStore(Protocol):
    """Passages by tenant; every call raises UnreachableError if the store does not answer."""

    async def upsert(self, tenant: str, passages: Sequence[Passage]) -> None:
        """Write or overwrite passages by id."""
        ...

    async def search(
        self,
        tenant: str,
        text: str,
        vector: Sequence[float],
        limit: int = 10,
        alpha: float = 0.5,
        documents: Collection[UUID] | None = None,
    ) -> list[Hit]:
        """Hybrid search: `alpha` 0 is keywords (BM25) only, 1 is vectors only; best first.

        Keywords are the terms of `winnow.vectors.terms`. Only `documents` are searched, where they
        are named: none named finds nothing.
        """
        ...

    async def fetch(
        self, tenant: str, document_id: UUID, chunks: Collection[str]
    ) -> dict[str, Hit]:
        """Passages of a document by chunk id, of those that are there; their score is 0."""
        ...

    async def erase(self, tenant: str, document_id: UUID) -> int:
        """Delete a document's passages; return how many there were."""
        ...

    async def count(self, tenant: str, document_id: UUID | None = None) -> int:
        """Count passages of a tenant, or of one document."""
        ...

    async def ready(self) -> None:
        """Raise UnreachableError if the store cannot be used."""
        ...

    async def close(self) -> None:
        """Give connections back."""
        ...
