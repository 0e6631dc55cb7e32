"""VectorStore in files on this machine: one LanceDB table a tenant."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from winnow.errors import MisconfiguredError, UnreachableError
from winnow.vectors.earlier import without_terms
from winnow.vectors.fusion import fuse
from winnow.vectors.lancedb_rows import BY_SPACES, SHOWN, hit_from, schema_of, table_from
from winnow.vectors.port import Hit, Passage
from winnow.vectors.terms import asked

WHAT = "LanceDB"
PREFIX: Final = "passages_"  # of a tenant's table
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
        async with self._lock, translated():
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
        documents: Collection[UUID] | None = None,
    ) -> list[Hit]:
        async with translated():
            table = await self._table(tenant)
            if table is None or (documents is not None and not documents):
                return []
            candidates, where = max(limit, CANDIDATES), _in(documents)
            by_words, by_vector = await asyncio.gather(
                _by_words(table, text, where, candidates) if alpha < 1 else _none(),
                _by_vector(table, vector, where, candidates) if alpha > 0 else _none(),
            )
        found = {row["id"]: row for row in (*by_words, *by_vector)}
        keywords = {row["id"]: row["_score"] for row in by_words}
        vectors = {row["id"]: -row["_distance"] for row in by_vector}
        ranked = list(fuse(keywords, vectors, alpha).items())[:limit]
        return [hit_from(found[id_], score) for id_, score in ranked]

    async def fetch(
        self, tenant: str, document_id: UUID, chunks: Collection[str]
    ) -> dict[str, Hit]:
        async with translated():
            table = await self._table(tenant)
            if table is None or not chunks:
                return {}
            where = f"{_of(document_id)} AND chunk IN ({_quoted(chunks)})"
            rows = await table.query().where(where).select(list(SHOWN)).to_list()
        return {row["chunk"]: hit_from(row, 0.0) for row in rows}

    async def erase(self, tenant: str, document_id: UUID) -> int:
        async with self._lock, translated():
            table = await self._table(tenant)
            if table is None:
                return 0
            deleted = await table.delete(_of(document_id))
            return int(deleted.num_deleted_rows)

    async def count(self, tenant: str, document_id: UUID | None = None) -> int:
        async with translated():
            table = await self._table(tenant)
            if table is None:
                return 0
            return int(await table.count_rows(_of(document_id) if document_id else None))

    async def ready(self) -> None:
        async with translated():
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

            await table.create_index("terms", config=FTS(**BY_SPACES))
        return table

    async def _check(self, table: Any) -> None:
        schema = await table.schema()
        if "terms" not in schema.names:
            raise without_terms(f"The index in {self._folder}")
        size = schema.field("vector").type.list_size
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
    return f"{PREFIX}{tenant}"


def _of(document_id: UUID) -> str:
    return f"document_id = '{document_id}'"


def _in(documents: Collection[UUID] | None) -> str | None:
    return None if documents is None else f"document_id IN ({_quoted(map(str, documents))})"


def _quoted(values: Iterable[str]) -> str:
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)


async def _by_words(table: Any, text: str, where: str | None, limit: int) -> list[dict[str, Any]]:
    query = table.query().nearest_to_text(asked(text), columns="terms")
    return await _rows(query, where, limit, "_score")


async def _by_vector(
    table: Any, vector: Sequence[float], where: str | None, limit: int
) -> list[dict[str, Any]]:
    query = table.query().nearest_to(list(vector)).distance_type("cosine")
    return await _rows(query, where, limit, "_distance")


async def _rows(query: Any, where: str | None, limit: int, rank: str) -> list[dict[str, Any]]:
    if where is not None:
        query = query.where(where)
    found = query.limit(limit).select([*SHOWN, rank])  # the vector and the terms are long
    rows: list[dict[str, Any]] = await found.to_list()
    return rows


async def _none() -> list[dict[str, Any]]:
    return []


@asynccontextmanager
async def translated() -> AsyncIterator[None]:
    """LanceDB reports trouble with files as any of three built-in errors."""
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        raise UnreachableError(WHAT, str(error).split(", location:")[0][:300]) from error
