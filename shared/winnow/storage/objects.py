"""BlobStore on anything `obstore` speaks to: a folder, or a bucket."""

import asyncio
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import ObjectStore

from winnow.contracts.base import BlobRef
from winnow.errors import RejectedError, UnreachableError
from winnow.storage.names import key_of, ref_of, ref_of_file

WHAT = "blob store"
MISSING = (NotFoundError, FileNotFoundError)  # obstore raises the built-in one too


class ObjectBlobs:
    """Blobs as objects `<tenant>/<first two hex>/<sha256>`; every write is atomic."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def put(self, tenant: str, data: bytes, media_type: str) -> BlobRef:
        ref = ref_of(tenant, data, media_type)
        await self._keep(ref, data)
        return ref

    async def put_file(self, tenant: str, path: Path, media_type: str) -> BlobRef:
        ref = await asyncio.to_thread(ref_of_file, tenant, path, media_type)
        await self._keep(ref, path)
        return ref

    async def get(self, ref: BlobRef) -> bytes:
        with _translated(ref):
            found = await obstore.get_async(self._store, key_of(ref))
            data = bytes(await found.bytes_async())
        _check(ref, hashlib.sha256(data).hexdigest())
        return data

    async def fetch(self, ref: BlobRef, path: Path) -> None:
        part = path.with_name(f".{path.name}.{uuid4().hex}.part")
        try:
            _check(ref, await self._download(ref, part))
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    async def ready(self) -> None:
        with _translated():
            async for _ in obstore.list(self._store, prefix="ready", chunk_size=1):
                break

    async def _keep(self, ref: BlobRef, source: bytes | Path) -> None:
        """Write what is not there yet.

        Asked first and not left to a conditional write: a server that refuses one may close the
        connection on a large body, which looks as if it were away.
        """
        with _translated():
            if not await self._holds(ref):
                await obstore.put_async(self._store, key_of(ref), source)

    async def _holds(self, ref: BlobRef) -> bool:
        """Tell whether the object is there in its full length: a torn disk write is not."""
        try:
            found = await obstore.head_async(self._store, key_of(ref))
        except MISSING:
            return False
        return found["size"] == ref.size

    async def _download(self, ref: BlobRef, path: Path) -> str:
        """Stream into the file and return the SHA-256 of what came."""
        digest = hashlib.sha256()
        with path.open("wb") as file, _translated(ref):  # opened first: its errors are not ours
            found = await obstore.get_async(self._store, key_of(ref))
            async for piece in found.stream():
                await asyncio.to_thread(file.write, piece)
                digest.update(piece)
        return digest.hexdigest()


def _check(ref: BlobRef, sha256: str) -> None:
    if sha256 != ref.sha256:
        raise RejectedError("blob_mismatch", f"{ref.uri} hashes to {sha256}")


@contextmanager
def _translated(wanted: BlobRef | None = None) -> Iterator[None]:
    """Turn obstore's errors into ours; only a wanted object that is not there is final."""
    try:
        yield
    except (BaseError, OSError) as error:
        if wanted and isinstance(error, MISSING) and _is_about_the_object(str(error)):
            raise RejectedError("blob_missing", wanted.uri) from error
        raise UnreachableError(WHAT, str(error).partition("\n")[0]) from error


def _is_about_the_object(told: str) -> bool:
    """A server's 404 may as well mean the bucket, the key's owner or a page of a proxy."""
    return "status code: 404" not in told or "<Code>NoSuchKey</Code>" in told
