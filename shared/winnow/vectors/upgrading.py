"""Indexes of earlier versions, whose rows have no terms, get them."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from winnow.config import Settings
from winnow.vectors.lancedb_rows import BY_SPACES, schema_of
from winnow.vectors.terms import indexed
from winnow.vectors.weaviate_client import BATCH, asking, check, client_of
from winnow.vectors.weaviate_schema import COLLECTION, FIELDS, names_of, terms_property


async def upgrade(settings: Settings) -> dict[str, int]:
    """Give every passage its terms, in the store that the settings name; passages by tenant.

    Run again, it goes on where it was stopped; what has terms is left alone. No service may write
    meanwhile. Raises UnreachableError where the store does not answer.
    """
    if settings.weaviate_url:
        return await _weaviate(settings)
    return await asyncio.to_thread(_lancedb, settings.data / "lancedb")


def _lancedb(folder: Path) -> dict[str, int]:
    """A table is written anew beside the old one and takes its place at once."""
    import lancedb

    done: dict[str, int] = {}
    if not folder.exists():
        return done
    database = lancedb.connect(folder)
    for name in database.table_names(limit=10_000):
        table = database.open_table(name)
        if not name.startswith("passages_") or "terms" in table.schema.names:
            continue
        schema = schema_of(table.schema.field("vector").type.list_size)
        rows = table.search().to_batches()
        made = database.create_table(
            name, data=_with_terms(rows, schema), schema=schema, mode="overwrite"
        )
        made.create_fts_index("terms", **BY_SPACES)
        done[name.removeprefix("passages_")] = made.count_rows()
    return done


def _with_terms(rows: Any, schema: Any) -> Iterator[Any]:
    import pyarrow as pa

    for batch in rows:
        terms = [indexed(text) for text in batch.column("text").to_pylist()]
        columns = {name: batch.column(name) for name in schema.names if name != "terms"}
        columns["terms"] = pa.array(terms, pa.string())
        yield pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema)


async def _weaviate(settings: Settings) -> dict[str, int]:
    client = client_of(
        settings.weaviate_url, settings.weaviate_grpc_port, settings.weaviate_api_key
    )
    async with asking(None):
        try:
            await client.connect()
            if not await client.collections.exists(COLLECTION):
                return {}
            collection = client.collections.use(COLLECTION)
            if "terms" not in await names_of(collection):
                await collection.config.add_property(terms_property())
            tenants = await collection.tenants.get()
            return {tenant: await _fill(collection.with_tenant(tenant)) for tenant in tenants}
        finally:
            await client.close()


async def _fill(collection: Any) -> int:
    """Write the passages without terms again, with their vectors; how many there were."""
    filled, waiting = 0, list[Any]()
    found = collection.iterator(include_vector=True, return_properties=[*FIELDS, "terms"])
    async for one in found:
        if one.properties.get("terms") is None:
            waiting.append(_filled(one))
        if len(waiting) == BATCH:
            check(await collection.data.insert_many(waiting))
            filled, waiting = filled + len(waiting), []
    if waiting:
        check(await collection.data.insert_many(waiting))
    return filled + len(waiting)


def _filled(one: Any) -> Any:
    from weaviate.classes.data import DataObject

    own = {**one.properties, "terms": indexed(str(one.properties["text"]))}
    return DataObject(properties=own, uuid=one.uuid, vector=one.vector["default"])
