"""What is true of the real blob store only."""

import socket
from pathlib import Path

import pytest

from winnow.config import Settings
from winnow.errors import MisconfiguredError, RejectedError, UnreachableError
from winnow.storage.names import key_of
from winnow.storage.open import open_blobs
from winnow.testing.blobs import MemoryBlobs


async def test_files_lie_under_the_data_folder_by_tenant_and_hash(tmp_path: Path) -> None:
    blobs = open_blobs(Settings(data=tmp_path, blobs=""))
    ref = await blobs.put("acme", b"hello", "text/plain")
    path = tmp_path / "blobs" / "acme" / ref.sha256[:2] / ref.sha256
    assert path.read_bytes() == b"hello"
    assert key_of(ref) == path.relative_to(tmp_path / "blobs").as_posix()


async def test_a_torn_file_is_mended_by_putting_again(tmp_path: Path) -> None:
    blobs = open_blobs(Settings(data=tmp_path, blobs=""))
    ref = await blobs.put("acme", b"hello", "text/plain")
    (tmp_path / "blobs" / key_of(ref)).write_bytes(b"he")
    with pytest.raises(RejectedError):
        await blobs.get(ref)
    await blobs.put("acme", b"hello", "text/plain")
    assert await blobs.get(ref) == b"hello"


async def test_a_folder_that_cannot_be_written_is_unreachable(tmp_path: Path) -> None:
    blobs = open_blobs(Settings(data=tmp_path, blobs=""))
    (tmp_path / "blobs" / "acme").write_text("in the way")
    with pytest.raises(UnreachableError):
        await blobs.put("acme", b"hello", "text/plain")


async def test_a_bucket_that_does_not_answer_is_unreachable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{_closed_port()}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "id")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    blobs = open_blobs(Settings(blobs="s3://bucket/prefix"))
    with pytest.raises(UnreachableError):
        await blobs.ready()
    with pytest.raises(UnreachableError):
        await blobs.put("acme", b"hello", "text/plain")


def test_a_store_nobody_knows_is_the_operators_mistake() -> None:
    with pytest.raises(MisconfiguredError):
        open_blobs(Settings(blobs="ftp://somewhere"))


async def test_the_fake_fails_when_told_to() -> None:
    blobs = MemoryBlobs()
    blobs.fail_with(UnreachableError("blob store"))
    with pytest.raises(UnreachableError):
        await blobs.put("acme", b"hello", "text/plain")
    blobs.fail_with(None)
    await blobs.put("acme", b"hello", "text/plain")


def _closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
