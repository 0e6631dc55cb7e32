"""What we ask of a blob store."""

from pathlib import Path
from typing import Protocol

from winnow.contracts.base import BlobRef


class BlobStore(Protocol):
    """Bytes by their SHA-256 within a tenant: putting the same bytes twice is one blob."""

    async def put(self, tenant: str, data: bytes, media_type: str) -> BlobRef:
        """Store the bytes; raise UnreachableError if the store does not answer."""
        ...

    async def put_file(self, tenant: str, path: Path, media_type: str) -> BlobRef:
        """Store a file without holding it in memory."""
        ...

    async def get(self, ref: BlobRef) -> bytes:
        """Return the bytes; RejectedError `blob_missing`, or `blob_mismatch` if they changed."""
        ...

    async def fetch(self, ref: BlobRef, path: Path) -> None:
        """Write the bytes to a file, with the same errors as `get`."""
        ...

    async def ready(self) -> None:
        """Raise UnreachableError if the store cannot be used."""
        ...
