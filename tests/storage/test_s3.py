"""A real S3 server that refuses, dies, comes back, or holds what it should not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from winnow.config import Settings
from winnow.contracts.base import BlobRef
from winnow.errors import RejectedError, UnreachableError
from winnow.storage.names import key_of
from winnow.storage.open import open_blobs
from winnow.storage.port import BlobStore
from winnow.testing.s3 import BUCKET, LocalS3

pytestmark = pytest.mark.live
ABSENT = BlobRef(uri=f"blob://acme/{'0' * 64}", sha256="0" * 64, size=1)


@pytest.fixture
def server(s3: LocalS3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalS3]:
    """A server of the test's own, reached as an operator would say it; `s3` has it built."""
    with LocalS3(tmp_path / "s3") as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server


def opened(prefix: str = "") -> BlobStore:
    return open_blobs(Settings(blobs=f"s3://{BUCKET}{prefix}"))


async def is_unreachable(blobs: BlobStore, folder: Path) -> str:
    """Try everything that the port has; what the last error says."""
    path = folder / "file"
    path.write_bytes(b"hello")
    for attempt in (
        blobs.put("acme", b"hello", "text/plain"),
        blobs.put_file("acme", path, "text/plain"),
        blobs.get(ABSENT),
        blobs.fetch(ABSENT, folder / "copy"),
        blobs.ready(),
    ):
        with pytest.raises(UnreachableError) as caught:
            await attempt
    return str(caught.value)


async def test_what_was_put_is_there_after_a_crash(server: LocalS3) -> None:
    blobs = opened()
    ref = await blobs.put("acme", b"hello", "text/plain")
    server.kill()
    server.start()
    assert await blobs.get(ref) == b"hello"
    assert await blobs.put("acme", b"hello", "text/plain") == ref
    assert await opened().get(ref) == b"hello"


async def test_a_server_that_stopped_is_waited_for(server: LocalS3, tmp_path: Path) -> None:
    blobs = opened()
    server.stop()
    await is_unreachable(blobs, tmp_path)
    server.start()
    assert await blobs.get(await blobs.put("acme", b"hello", "text/plain")) == b"hello"


@pytest.mark.parametrize("variable", ["AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"])
async def test_a_wrong_key_is_the_stores_fault_and_no_documents(
    server: LocalS3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "a-wrong-one")
    told = await is_unreachable(opened(), tmp_path)
    assert "a-wrong-one" not in told
    assert server.environment["AWS_SECRET_ACCESS_KEY"] not in told


async def test_a_bucket_that_is_not_there_is_no_missing_blob(
    server: LocalS3, tmp_path: Path
) -> None:
    await is_unreachable(open_blobs(Settings(blobs="s3://nobodys")), tmp_path)


async def test_objects_lie_below_the_prefix(server: LocalS3) -> None:
    ref = await opened("/some/prefix").put("acme", b"hello", "text/plain")
    assert server.path_of(f"some/prefix/{key_of(ref)}").read_bytes() == b"hello"
    with pytest.raises(RejectedError):
        await opened().get(ref)


async def test_bytes_that_changed_in_the_bucket_are_told(server: LocalS3, tmp_path: Path) -> None:
    blobs = opened()
    ref = await blobs.put("acme", b"hello", "text/plain")
    server.path_of(key_of(ref)).write_bytes(b"hullo")
    for attempt in (blobs.get(ref), blobs.fetch(ref, tmp_path / "copy")):
        with pytest.raises(RejectedError) as caught:
            await attempt
        assert caught.value.reason == "blob_mismatch"
    assert not (tmp_path / "copy").exists()


async def test_an_endpoint_for_s3_alone_is_taken_too(
    server: LocalS3, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", server.environment["AWS_ENDPOINT_URL"])
    await opened().ready()
