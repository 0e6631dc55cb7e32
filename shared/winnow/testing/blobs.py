"""BlobStore in a dict."""

import hashlib
from pathlib import Path

from winnow.contracts.base import BlobRef
from winnow.errors import RejectedError, WinnowError
from winnow.storage.names import key_of, ref_of


class MemoryBlobs:
    """Keeps bytes in `blobs` by object key; the contract suite runs on it too."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}
        self._failure: WinnowError | None = None

    def fail_with(self, error: WinnowError | None) -> None:
        """Raise this from every call until told otherwise; None mends the store."""
        self._failure = error

    async def put(self, tenant: str, data: bytes, media_type: str) -> BlobRef:
        self._fail()
        ref = ref_of(tenant, data, media_type)
        self.blobs[key_of(ref)] = bytes(data)
        return ref

    async def put_file(self, tenant: str, path: Path, media_type: str) -> BlobRef:
        return await self.put(tenant, path.read_bytes(), media_type)

    async def get(self, ref: BlobRef) -> bytes:
        self._fail()
        data = self.blobs.get(key_of(ref))
        if data is None:
            raise RejectedError("blob_missing", ref.uri)
        if hashlib.sha256(data).hexdigest() != ref.sha256:
            raise RejectedError("blob_mismatch", ref.uri)
        return data

    async def fetch(self, ref: BlobRef, path: Path) -> None:
        path.write_bytes(await self.get(ref))

    async def ready(self) -> None:
        self._fail()

    def _fail(self) -> None:
        if self._failure is not None:
            raise self._failure
