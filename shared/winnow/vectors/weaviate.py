"""VectorStore in Weaviate, by its asynchronous client."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from pydantic import SecretStr

from winnow.errors import UnreachableError
from winnow.vectors.port import Hit, Passage
from winnow.vectors.terms import asked
from winnow.vectors.weaviate_client import BATCH, WHAT, asking, check, client_of
from winnow.vectors.weaviate_schema import (
    COLLECTION,
    FIELDS,
    ensure_collection,
    hit_from,
    object_from,
)

PATIENCE: Final = 10.0  # seconds; the client itself may wait far longer


class WeaviateVectors:
    """Passages in the multi-tenant collection `Passage`; connects at its first use.

    `patience` is in seconds, for a question; a batch of writes is given three times as much.
    """

    def __init__(
        self, url: str, grpc_port: int, api_key: SecretStr, patience: float = PATIENCE
    ) -> None:
        self._url = url
        self._grpc_port = grpc_port
        self._patience = patience
        self._api_key = api_key
        self._client: Any = None
        self._tenants: set[str] = set()  # known to exist; asking is a round trip
        self._lock = asyncio.Lock()

    async def upsert(self, tenant: str, passages: Sequence[Passage]) -> None:
        objects = [object_from(passage) for passage in passages]
        for start in range(0, len(objects), BATCH):
            async with asking(3 * self._patience):
                data = (await self._collection()).with_tenant(tenant).data
                check(await data.insert_many(objects[start : start + BATCH]))

    async def search(
        self,
        tenant: str,
        text: str,
        vector: Sequence[float],
        limit: int = 10,
        alpha: float = 0.5,
        documents: Collection[UUID] | None = None,
    ) -> list[Hit]:
        from weaviate.classes.query import HybridFusion, MetadataQuery

        async with asking(self._patience):
            collection = await self._of(tenant)
            if collection is None or (documents is not None and not documents):
                return []
            terms = asked(text)
            answer = await collection.query.hybrid(
                query=terms,
                alpha=alpha if terms else 1,
                vector=list(vector),
                query_properties=["terms"],
                fusion_type=HybridFusion.RELATIVE_SCORE,
                filters=_among(documents),
                limit=limit,
                return_properties=list(FIELDS),
                return_metadata=MetadataQuery(score=True),
            )
        return [hit_from(found) for found in answer.objects]

    async def fetch(
        self, tenant: str, document_id: UUID, chunks: Collection[str]
    ) -> dict[str, Hit]:
        async with asking(self._patience):
            collection = await self._of(tenant)
            if collection is None or not chunks:
                return {}
            answer = await collection.query.fetch_objects(
                filters=_filter(document_id) & _any_of("chunk", chunks),
                limit=len(chunks),
                return_properties=list(FIELDS),
            )
        found = [hit_from(one) for one in answer.objects]
        return {one.chunk: one for one in found}

    async def erase(self, tenant: str, document_id: UUID) -> int:
        erased = 0
        while True:
            async with asking(3 * self._patience):
                collection = await self._of(tenant)
                if collection is None:
                    return erased
                answer = await collection.data.delete_many(where=_filter(document_id))
            erased += int(answer.successful)
            if answer.failed or answer.matches > answer.successful == 0:
                raise UnreachableError(WHAT, f"{answer.failed} passages could not be deleted")
            if answer.matches == answer.successful:  # one call deletes 10,000 at most
                return erased

    async def count(self, tenant: str, document_id: UUID | None = None) -> int:
        async with asking(self._patience):
            collection = await self._of(tenant)
            if collection is None:
                return 0
            filters = _filter(document_id)
            answer = await collection.aggregate.over_all(total_count=True, filters=filters)
            return int(answer.total_count or 0)

    async def ready(self) -> None:
        async with asking(self._patience):
            await self._collection()
            if not await self._client.is_ready():
                raise UnreachableError(WHAT, "it says that it is not ready")

    async def close(self) -> None:
        async with self._lock:
            if self._client is not None:
                await self._client.close()
                self._client = None

    async def _of(self, tenant: str) -> Any | None:
        """The collection as the tenant sees it, or None before the tenant's first passage."""
        collection = await self._collection()
        if tenant not in self._tenants:
            if not await collection.tenants.exists(tenant):
                return None
            self._tenants.add(tenant)
        return collection.with_tenant(tenant)

    async def _collection(self) -> Any:
        async with self._lock:
            if self._client is None:
                self._client = await self._connect()
        return self._client.collections.use(COLLECTION)

    async def _connect(self) -> Any:
        client = client_of(self._url, self._grpc_port, self._api_key)
        try:
            await client.connect()
            await ensure_collection(client)
        except BaseException:
            await client.close()
            raise
        return client


def _filter(document_id: UUID | None) -> Any:
    from weaviate.classes.query import Filter

    if document_id is None:
        return None
    return Filter.by_property("document_id").equal(str(document_id))


def _among(documents: Collection[UUID] | None) -> Any:
    return None if documents is None else _any_of("document_id", map(str, documents))


def _any_of(name: str, values: Iterable[str]) -> Any:
    from weaviate.classes.query import Filter

    return Filter.by_property(name).contains_any(list(values))
