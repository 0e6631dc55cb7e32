"""Every BlobStore, the fake included, keeps the same promises."""

import asyncio
import hashlib
from pathlib import Path
from uuid import uuid4

import pytest

from winnow.config import Settings
from winnow.contracts.base import BlobRef
from winnow.errors import RejectedError
from winnow.storage.open import open_blobs
from winnow.storage.port import BlobStore
from winnow.testing.blobs import MemoryBlobs
from winnow.testing.s3 import BUCKET, LocalS3

LARGE = bytes(range(256)) * 80_000  # about 20 MB: several parts of an upload


@pytest.fixture(params=["memory", "disk", pytest.param("s3", marks=pytest.mark.live)])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> BlobStore:
    if request.param == "memory":
        return MemoryBlobs()
    if request.param == "disk":
        return open_blobs(Settings(data=tmp_path / "data", blobs=""))
    server: LocalS3 = request.getfixturevalue("s3")
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return open_blobs(Settings(blobs=f"s3://{BUCKET}/{uuid4().hex}"))


async def test_what_is_put_comes_back(store: BlobStore) -> None:
    ref = await store.put("acme", b"hello", "text/plain")
    assert ref.uri == f"blob://acme/{hashlib.sha256(b'hello').hexdigest()}"
    assert (ref.size, ref.media_type) == (5, "text/plain")
    assert await store.get(ref) == b"hello"


async def test_the_empty_blob_is_a_blob(store: BlobStore) -> None:
    assert await store.get(await store.put("acme", b"", "text/plain")) == b""


async def test_putting_the_same_bytes_twice_is_one_blob(store: BlobStore) -> None:
    refs = await asyncio.gather(*(store.put("acme", b"same", "text/plain") for _ in range(8)))
    assert len({ref.uri for ref in refs}) == 1
    assert await store.get(refs[0]) == b"same"


async def test_a_file_is_stored_as_its_bytes_are(store: BlobStore, tmp_path: Path) -> None:
    path = tmp_path / "large.bin"
    path.write_bytes(LARGE)
    ref = await store.put_file("acme", path, "application/pdf")
    assert ref == await store.put("acme", LARGE, "application/pdf")
    assert ref == await store.put_file("acme", path, "application/pdf")
    assert await store.get(ref) == LARGE


async def test_an_empty_file_is_a_blob(store: BlobStore, tmp_path: Path) -> None:
    path = tmp_path / "empty"
    path.touch()
    assert await store.get(await store.put_file("acme", path, "text/plain")) == b""


async def test_a_blob_is_fetched_into_a_file(store: BlobStore, tmp_path: Path) -> None:
    ref = await store.put("acme", LARGE, "text/plain")
    await store.fetch(ref, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == LARGE


async def test_a_file_stored_by_many_at_once_is_one_whole_blob(
    store: BlobStore, tmp_path: Path
) -> None:
    path = tmp_path / "large.bin"
    path.write_bytes(LARGE)
    puts = [store.put_file("acme", path, "text/plain") for _ in range(3)]
    refs = await asyncio.gather(*puts, store.put("acme", LARGE, "text/plain"))
    assert len({ref.uri for ref in refs}) == 1
    assert await store.get(refs[0]) == LARGE


async def test_many_blobs_at_once_do_not_mix(store: BlobStore) -> None:
    texts = [f"blob {number}".encode() for number in range(50)]
    refs = await asyncio.gather(*(store.put("acme", text, "text/plain") for text in texts))
    assert await asyncio.gather(*(store.get(ref) for ref in refs)) == texts


async def test_a_missing_blob_is_rejected_as_such(store: BlobStore, tmp_path: Path) -> None:
    sha256 = "0" * 64
    ref = BlobRef(uri=f"blob://acme/{sha256}", sha256=sha256, size=1)
    with pytest.raises(RejectedError) as caught:
        await store.get(ref)
    assert caught.value.reason == "blob_missing"
    with pytest.raises(RejectedError):
        await store.fetch(ref, tmp_path / "copy")
    assert [path for path in tmp_path.iterdir() if path.is_file()] == []


async def test_bytes_that_are_not_the_promised_ones_are_rejected(
    store: BlobStore, tmp_path: Path
) -> None:
    ref = await store.put("acme", b"hello", "text/plain")
    lying = ref.model_copy(update={"sha256": "f" * 64})
    with pytest.raises(RejectedError) as caught:
        await store.get(lying)
    assert caught.value.reason == "blob_mismatch"
    with pytest.raises(RejectedError):
        await store.fetch(lying, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


async def test_tenants_do_not_see_each_others_blobs(store: BlobStore) -> None:
    ref = await store.put("acme", b"secret", "text/plain")
    other = ref.model_copy(update={"uri": ref.uri.replace("acme", "globex")})
    with pytest.raises(RejectedError) as caught:
        await store.get(other)
    assert caught.value.reason == "blob_missing"


async def test_a_working_store_is_ready(store: BlobStore) -> None:
    await store.ready()
