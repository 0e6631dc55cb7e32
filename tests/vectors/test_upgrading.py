"""Indexes that an earlier version wrote."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
from pydantic import SecretStr

from winnow.config import Settings
from winnow.errors import MisconfiguredError
from winnow.local.weaviate import LocalWeaviate
from winnow.vectors.lancedb import LanceVectors
from winnow.vectors.lancedb_rows import schema_of
from winnow.vectors.upgrading import upgrade
from winnow.vectors.weaviate import WeaviateVectors
from winnow.vectors.weaviate_client import client_of
from winnow.vectors.weaviate_schema import COLLECTION

DOCUMENT = uuid4()
TEXTS = {"c0000": "birds sing", "c0001": "die Häuser am Fluss"}


@pytest.fixture
def weaviate_alone(weaviate_server: LocalWeaviate, tmp_path: Path) -> Iterator[LocalWeaviate]:
    """A server of this test's own, where one can be had at all."""
    assert weaviate_server.running()
    with LocalWeaviate(tmp_path) as server:
        yield server


def row(chunk: str) -> dict[str, Any]:
    """A passage as it was written before."""
    return {
        "document_id": str(DOCUMENT),
        "chunk": chunk,
        "text": TEXTS[chunk],
        "page": 1,
        "file_name": "a.pdf",
    }


def id_of(chunk: str) -> UUID:
    return uuid5(DOCUMENT, chunk)


async def write_earlier(folder: Path) -> None:
    import lancedb
    import pyarrow as pa

    database = await lancedb.connect_async(folder)
    schema = pa.schema([one for one in schema_of(2) if one.name != "terms"])
    rows = [row(chunk) | {"id": str(id_of(chunk)), "vector": [1.0, 0.0]} for chunk in TEXTS]
    await database.create_table("passages_acme", data=pa.Table.from_pylist(rows, schema=schema))


async def test_an_earlier_index_is_told_and_then_upgraded(tmp_path: Path) -> None:
    await write_earlier(tmp_path / "lancedb")
    with pytest.raises(MisconfiguredError, match="winnow retrieval upgrade"):
        await LanceVectors(tmp_path / "lancedb", 2).search("acme", "birds", [1.0, 0.0])
    settings = Settings(data=tmp_path, weaviate_url="")
    assert await upgrade(settings) == {"acme": 2}
    assert await upgrade(settings) == {"acme": 0}
    store = LanceVectors(tmp_path / "lancedb", 2)
    hits = await store.search("acme", "Haus", [1.0, 0.0], alpha=0)
    assert [hit.chunk for hit in hits] == ["c0001"]
    assert await store.count("acme") == 2
    await store.close()


async def test_where_nothing_was_written_nothing_is_upgraded(tmp_path: Path) -> None:
    assert await upgrade(Settings(data=tmp_path, weaviate_url="")) == {}


@pytest.mark.live
async def test_an_earlier_index_in_weaviate_is_told_and_then_upgraded(
    weaviate_alone: LocalWeaviate,
) -> None:
    server, key = weaviate_alone, SecretStr(weaviate_alone.api_key)
    await _write_earlier_in_weaviate(server, key)
    store = WeaviateVectors(server.url, server.grpc_port, key)
    with pytest.raises(MisconfiguredError, match="winnow retrieval upgrade"):
        await store.ready()
    settings = Settings(
        weaviate_url=server.url, weaviate_grpc_port=server.grpc_port, weaviate_api_key=key
    )
    assert await upgrade(settings) == {"acme": 2}
    assert await upgrade(settings) == {"acme": 0}
    hits = await store.search("acme", "Haus", [1.0, 0.0], alpha=0)
    assert [hit.chunk for hit in hits] == ["c0001"]
    assert [hit.chunk for hit in await store.search("acme", "", [0.0, 1.0], limit=1, alpha=1)]
    await store.close()


async def _write_earlier_in_weaviate(server: LocalWeaviate, key: SecretStr) -> None:
    from weaviate.classes.config import Configure, DataType, Property
    from weaviate.classes.data import DataObject

    client = client_of(server.url, server.grpc_port, key)
    await client.connect()
    text = [Property(name=name, data_type=DataType.TEXT) for name in row("c0000") if name != "page"]
    await client.collections.create(
        COLLECTION,
        properties=[*text, Property(name="page", data_type=DataType.INT)],
        vector_config=Configure.Vectors.self_provided(),
        multi_tenancy_config=Configure.multi_tenancy(enabled=True, auto_tenant_creation=True),
    )
    objects = [
        DataObject(properties=row(chunk), uuid=id_of(chunk), vector=[1.0, 0.0]) for chunk in TEXTS
    ]
    await client.collections.use(COLLECTION).with_tenant("acme").data.insert_many(objects)
    await client.close()
