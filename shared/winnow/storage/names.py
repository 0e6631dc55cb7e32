"""How a blob is named: by its tenant and the SHA-256 of its bytes, nothing else."""

import hashlib
from pathlib import Path

from winnow.contracts.base import BlobRef


def ref_of(tenant: str, data: bytes, media_type: str) -> BlobRef:
    """The claim check for bytes in memory."""
    return _ref(tenant, hashlib.sha256(data).hexdigest(), len(data), media_type)


def ref_of_file(tenant: str, path: Path, media_type: str) -> BlobRef:
    """The claim check for a file, read once and never held in memory."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return _ref(tenant, digest, file.tell(), media_type)


def key_of(ref: BlobRef) -> str:
    """`<tenant>/<first two hex digits>/<sha256>`: no folder grows without bound."""
    sha256 = ref.uri.rsplit("/", 1)[1]
    return f"{ref.tenant}/{sha256[:2]}/{sha256}"


def _ref(tenant: str, sha256: str, size: int, media_type: str) -> BlobRef:
    uri = f"blob://{tenant}/{sha256}"
    return BlobRef(uri=uri, sha256=sha256, size=size, media_type=media_type)
