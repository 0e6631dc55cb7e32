"""What the vector stores say when they cannot work."""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pydantic import SecretStr

from winnow.config import Settings
from winnow.errors import MisconfiguredError, UnreachableError
from winnow.testing.vectors import MemoryVectors
from winnow.vectors.lancedb import LanceVectors
from winnow.vectors.open import open_vectors
from winnow.vectors.port import Passage, VectorStore
from winnow.vectors.weaviate import WeaviateVectors

ID = uuid4()
PASSAGE = Passage(
    id=ID, document_id=ID, chunk="c1", text="x", page=1, file_name="x.pdf", vector=[1.0, 0.0]
)


def broken_memory(_folder: Path) -> VectorStore:
    store = MemoryVectors()
    store.fail_with(UnreachableError("vectors"))
    return store


def blocked_lancedb(folder: Path) -> VectorStore:
    (folder / "lancedb").write_text("in the way")
    return open_vectors(Settings(data=folder, weaviate_url=""), dimensions=2)


def absent_weaviate(_folder: Path) -> VectorStore:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    return open_vectors(Settings(weaviate_url=url, weaviate_grpc_port=1), dimensions=2)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("make", [broken_memory, blocked_lancedb, absent_weaviate])
async def test_a_store_that_does_not_answer_is_unreachable(
    make: Callable[[Path], VectorStore], tmp_path: Path
) -> None:
    store = make(tmp_path)
    for call in (
        store.ready,
        lambda: store.upsert("acme", [PASSAGE]),
        lambda: store.search("acme", "x", [1.0, 0.0]),
        lambda: store.count("acme"),
        lambda: store.erase("acme", ID),
    ):
        with pytest.raises(UnreachableError):
            await call()
    await store.close()


@pytest.mark.timeout(60)
async def test_a_server_that_is_silent_is_not_waited_for_without_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        store = WeaviateVectors(url, 1, SecretStr(""), patience=0.2)
        with pytest.raises(UnreachableError):
            await store.ready()
        await store.close()


def test_the_settings_choose_the_store(tmp_path: Path) -> None:
    assert isinstance(open_vectors(Settings(data=tmp_path, weaviate_url=""), 3), LanceVectors)
    settings = Settings(weaviate_url="http://127.0.0.1:8080")
    assert isinstance(open_vectors(settings, 3), WeaviateVectors)


async def test_vectors_of_another_model_stop_the_service(tmp_path: Path) -> None:
    await LanceVectors(tmp_path, 2).upsert("acme", [PASSAGE])
    with pytest.raises(MisconfiguredError):
        await LanceVectors(tmp_path, 3).upsert("acme", [PASSAGE])


@pytest.mark.live
async def test_weaviate_too_refuses_vectors_of_another_model(weaviate_server: Any) -> None:
    store = WeaviateVectors(
        weaviate_server.url, weaviate_server.grpc_port, SecretStr(weaviate_server.api_key)
    )
    tenant = f"t{uuid4().hex}"
    await store.upsert(tenant, [PASSAGE])
    longer = replace(PASSAGE, id=uuid4(), vector=[1.0, 0.0, 0.0])
    for batch in ([longer], [PASSAGE, longer]):
        with pytest.raises(MisconfiguredError):
            await store.upsert(tenant, batch)
    await store.close()


async def test_writers_and_readers_apart_see_the_same(tmp_path: Path) -> None:
    writers = [LanceVectors(tmp_path, 2) for _ in range(3)]
    reader = LanceVectors(tmp_path, 2)
    assert await reader.count("acme") == 0
    await writers[0].upsert("acme", [PASSAGE])
    assert await reader.count("acme") == 1

    async def write(store: LanceVectors, name: str) -> None:
        for chunk in range(8):
            new = Passage(uuid4(), ID, f"{name}{chunk}", "word", 1, "x.pdf", [0.0, 1.0])
            await store.upsert("acme", [new])

    await asyncio.gather(*(write(store, str(n)) for n, store in enumerate(writers)))
    assert await reader.count("acme") == 25
    assert len(await reader.search("acme", "word", [0.0, 1.0], limit=50, alpha=0)) == 24
