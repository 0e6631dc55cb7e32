"""Indexes of earlier versions, whose rows have no terms, get them."""

from pathlib import Path
from typing import Any, Final

from winnow.config import Settings
from winnow.vectors.lancedb import PREFIX, translated
from winnow.vectors.lancedb_rows import BY_SPACES
from winnow.vectors.terms import indexed
from winnow.vectors.weaviate_client import BATCH, asking, check, client_of
from winnow.vectors.weaviate_schema import COLLECTION, FIELDS, names_of, terms_property

ROWS: Final = 5000  # of LanceDB at a time


async def upgrade(settings: Settings) -> dict[str, int]:
    """Give every passage its terms, in the store that the settings name; passages by tenant.

    Run again, it goes on where it was stopped; what has terms is left alone. No service may write
    meanwhile. Raises UnreachableError where the store does not answer.
    """
    if settings.weaviate_url:
        return await _weaviate(settings)
    folder = settings.data / "lancedb"
    return await _lancedb(folder) if folder.exists() else {}


async def _lancedb(folder: Path) -> dict[str, int]:
    import lancedb

    done = {}
    async with translated():
        database = await lancedb.connect_async(folder)
        for name in await database.table_names(limit=10_000):
            if name.startswith(PREFIX):
                done[name.removeprefix(PREFIX)] = await _fill_table(await database.open_table(name))
    return done


async def _fill_table(table: Any) -> int:
    """Write the rows without terms again, some at a time, then index them anew."""
    from lancedb.index import FTS

    if "terms" not in (await table.schema()).names:
        await table.add_columns({"terms": "cast(NULL as string)"})
    filled = 0
    while True:
        rows = await table.query().where("terms IS NULL").limit(ROWS).to_arrow()
        if not rows.num_rows:
            break
        merge = table.merge_insert("id").when_matched_update_all()
        await merge.execute(_with_terms(rows))
        filled += rows.num_rows
    if filled:
        await table.create_index("terms", config=FTS(**BY_SPACES))
        await table.optimize()
    return filled


def _with_terms(rows: Any) -> Any:
    import pyarrow as pa

    terms = pa.array([indexed(text) for text in rows.column("text").to_pylist()], pa.string())
    return rows.set_column(rows.schema.get_field_index("terms"), "terms", terms)


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
