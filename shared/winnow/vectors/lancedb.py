"""VectorStore in files on this machine: one LanceDB table a tenant."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from winnow.errors import MisconfiguredError, UnreachableError
from winnow.vectors.fusion import fuse
from winnow.vectors.lancedb_rows import hit_from, schema_of, table_from
from winnow.vectors.port import Hit, Passage

WHAT = "LanceDB"
CANDIDATES: Final = 50  # rows each of the two searches hands to the fusion, at least
TIDY_EVERY: Final = 20  # writes; each leaves a small file and a version behind


class LanceVectors:
    """Passages in `<folder>/passages_<tenant>.lance`; readers see what any process last wrote."""

    def __init__(self, folder: Path, dimensions: int) -> None:
        self._folder = folder
        self._dimensions = dimensions
        self._tables: dict[str, Any] = {}
        self._writes: dict[str, int] = {}
        self._lock = asyncio.Lock()  # writers of one process would only meet conflicts

    async def upsert(self, tenant: str, passages: Sequence[Passage]) -> None:
        if not passages:
            return
        async with self._lock, _translated():
            table = await self._made(tenant)
            merge = table.merge_insert("id").when_matched_update_all().when_not_matched_insert_all()
            await merge.execute(table_from(passages, self._dimensions))
            await self._tidy(tenant, table)

    async def search(
        self,
        tenant: str,
        text: str,
        vector: Sequence[float],
        limit: int = 10,
        alpha: float = 0.5,
        document_id: UUID | None = None,
    ) -> list[Hit]:
        async with _translated():
            table = await self._table(tenant)
            if table is None:
                return []
            found: dict[str, dict[str, Any]] = {}
            keywords, vectors = {}, {}
            candidates = max(limit, CANDIDATES)
            if alpha < 1:
                query = table.query().nearest_to_text(text, columns="text")
                rows = await _rows(query, document_id, candidates)
                keywords = {row["id"]: row["_score"] for row in rows}
                found.update((row["id"], row) for row in rows)
            if alpha > 0:
                query = table.query().nearest_to(list(vector)).distance_type("cosine")
                rows = await _rows(query, document_id, candidates)
                vectors = {row["id"]: -row["_distance"] for row in rows}
                found.update((row["id"], row) for row in rows)
        ranked = list(fuse(keywords, vectors, alpha).items())[:limit]
        return [hit_from(found[id_], score) for id_, score in ranked]

    async def erase(self, tenant: str, document_id: UUID) -> int:
        async with self._lock, _translated():
            table = await self._table(tenant)
            if table is None:
                return 0
            deleted = await table.delete(_of(document_id))
            return int(deleted.num_deleted_rows)

    async def count(self, tenant: str, document_id: UUID | None = None) -> int:
        async with _translated():
            table = await self._table(tenant)
            if table is None:
                return 0
            return int(await table.count_rows(_of(document_id) if document_id else None))

    async def ready(self) -> None:
        async with _translated():
            await self._names()

    async def close(self) -> None:
        for table in self._tables.values():
            table.close()
        self._tables.clear()

    async def _names(self) -> list[str]:
        names: list[str] = await (await self._connect()).table_names(limit=10_000)
        return names

    async def _connect(self) -> Any:
        import lancedb

        self._folder.mkdir(parents=True, exist_ok=True)
        return await lancedb.connect_async(self._folder, read_consistency_interval=timedelta(0))

    async def _table(self, tenant: str) -> Any | None:
        """The tenant's table, or None before its first passage."""
        if tenant not in self._tables:
            if _name(tenant) not in await self._names():
                return None
            table = await (await self._connect()).open_table(_name(tenant))
            await self._check(table)
            self._tables[tenant] = table
        return self._tables[tenant]

    async def _made(self, tenant: str) -> Any:
        """The tenant's table, made and indexed if it is not; a crash may have left it half made."""
        table = await self._table(tenant)
        if table is None:
            table = await (await self._connect()).create_table(
                _name(tenant), schema=schema_of(self._dimensions), exist_ok=True
            )
            self._tables[tenant] = table
        if tenant not in self._writes and not await table.list_indices():
            from lancedb.index import FTS

            # documents come in any language: no stemming and no stop words of a single one
            await table.create_index("text", config=FTS(stem=False, remove_stop_words=False))
        return table

    async def _check(self, table: Any) -> None:
        size = (await table.schema()).field("vector").type.list_size
        if size != self._dimensions:
            raise MisconfiguredError(
                f"{self._folder} holds vectors of {size} dimensions, the embedding model makes "
                f"{self._dimensions}: use that model again, or index into an empty folder"
            )

    async def _tidy(self, tenant: str, table: Any) -> None:
        """Join small files, bring the keyword index up to date and forget old versions."""
        self._writes[tenant] = self._writes.get(tenant, 0) + 1
        if self._writes[tenant] % TIDY_EVERY == 0:
            await table.optimize(cleanup_older_than=timedelta(hours=1))


def _name(tenant: str) -> str:
    return f"passages_{tenant}"


def _of(document_id: UUID) -> str:
    return f"document_id = '{document_id}'"


async def _rows(query: Any, document_id: UUID | None, limit: int) -> list[dict[str, Any]]:
    if document_id is not None:
        query = query.where(_of(document_id))
    rows: list[dict[str, Any]] = await query.limit(limit).to_list()
    return rows


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    """LanceDB reports trouble with files as any of three built-in errors."""
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        raise UnreachableError(WHAT, str(error).split(", location:")[0][:300]) from error
