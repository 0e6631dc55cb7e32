"""VectorStore in Weaviate, by its asynchronous client."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import SecretStr

from winnow.errors import MisconfiguredError, UnreachableError, WinnowError
from winnow.vectors.port import Hit, Passage
from winnow.vectors.terms import asked
from winnow.vectors.weaviate_schema import (
    COLLECTION,
    FIELDS,
    ensure_collection,
    hit_from,
    object_from,
)

WHAT = "Weaviate"
BATCH: Final = 500  # objects
PATIENCE: Final = 10.0  # seconds; the client itself may wait far longer


class WeaviateVectors:
    """Passages in the multi-tenant collection `Passage`; connects at its first use.

    `patience` is in seconds, for a question; a batch of writes is given three times as much.
    """

    def __init__(
        self, url: str, grpc_port: int, api_key: SecretStr, patience: float = PATIENCE
    ) -> None:
        self._url = urlsplit(url)
        self._grpc_port = grpc_port
        self._patience = patience
        self._api_key = api_key.get_secret_value()
        self._client: Any = None
        self._tenants: set[str] = set()  # known to exist; asking is a round trip
        self._lock = asyncio.Lock()

    async def upsert(self, tenant: str, passages: Sequence[Passage]) -> None:
        objects = [object_from(passage) for passage in passages]
        for start in range(0, len(objects), BATCH):
            async with self._asked(3 * self._patience):
                data = (await self._collection()).with_tenant(tenant).data
                _check(await data.insert_many(objects[start : start + BATCH]))

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

        async with self._asked(self._patience):
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
        async with self._asked(self._patience):
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
            async with self._asked(3 * self._patience):
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
        async with self._asked(self._patience):
            collection = await self._of(tenant)
            if collection is None:
                return 0
            filters = _filter(document_id)
            answer = await collection.aggregate.over_all(total_count=True, filters=filters)
            return int(answer.total_count or 0)

    async def ready(self) -> None:
        async with self._asked(self._patience):
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
        import weaviate
        from weaviate.classes.init import Auth

        secure = self._url.scheme == "https"
        host = self._url.hostname or "127.0.0.1"
        client = weaviate.use_async_with_custom(
            http_host=host,
            http_port=self._url.port or (443 if secure else 80),
            http_secure=secure,
            grpc_host=host,
            grpc_port=self._grpc_port,
            grpc_secure=secure,
            auth_credentials=Auth.api_key(self._api_key) if self._api_key else None,
            skip_init_checks=True,  # they also ask a package index for the client's newest version
        )
        try:
            await client.connect()
            await ensure_collection(client)
        except BaseException:
            await client.close()
            raise
        return client

    @asynccontextmanager
    async def _asked(self, seconds: float) -> AsyncIterator[None]:
        """Bound the time and turn the client's errors into ours."""
        from grpc import RpcError  # type: ignore[import-untyped]
        from httpx import HTTPError
        from weaviate.exceptions import WeaviateBaseError

        try:
            async with asyncio.timeout(seconds):
                yield
        except (WeaviateBaseError, HTTPError, RpcError, OSError) as error:
            raise _trouble(str(error) or type(error).__name__) from error


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


def _check(answer: Any) -> None:
    """A batch does not raise for a single object: look at what it reports."""
    if answer.has_errors:
        first = str(next(iter(answer.errors.values())).message)
        raise _trouble(f"{len(answer.errors)} passages not written: {first}")


def _trouble(message: str) -> WinnowError:
    """Tell vectors of the wrong length, which never will fit, from a server in trouble."""
    if "vector with length" in message or "vector lengths" in message:
        return MisconfiguredError(f"Weaviate holds vectors of another model: {message[-300:]}")
    return UnreachableError(WHAT, message[:300])
