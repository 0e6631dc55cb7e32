"""An upload taken in: streamed to disk, hashed, stored, published."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Final

from fastapi import UploadFile

from winnow.contracts.base import BlobRef, document_id_of, event_id_of
from winnow.contracts.documents import DocumentSubmitted
from winnow.errors import RejectedError
from winnow.storage.port import BlobStore
from winnow.web.problems import ProblemError

PIECE: Final = 1024 * 1024  # bytes held in memory at once
LONGEST_NAME: Final = 255
MOST_METADATA: Final = 16 * 1024  # characters
UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
SURROGATE: Final = re.compile("[\ud800-\udfff]")


def clean_name(name: str | None) -> str:
    """The last part of a path without control or direction characters; never empty."""
    last = SURROGATE.sub("\ufffd", re.split(r"[/\\]", name or "")[-1])
    plain = UNPRINTABLE.sub("", last).strip()[-LONGEST_NAME:].strip()
    return "unnamed" if plain in ("", ".", "..") else plain


def parse_metadata(text: str | None) -> dict[str, str]:
    """A flat JSON object of texts."""
    if not text:
        return {}
    if len(text) > MOST_METADATA:
        raise ProblemError(422, "request_invalid", f"metadata: over {MOST_METADATA} characters")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProblemError(422, "request_invalid", f"metadata: not JSON: {error}") from error
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        raise ProblemError(422, "request_invalid", "metadata: a JSON object of texts is needed")
    if any(SURROGATE.search(text) for pair in found.items() for text in pair):
        raise ProblemError(422, "request_invalid", "metadata: half a surrogate pair is no text")
    return found


async def spool(file: UploadFile, path: Path, most: int) -> None:
    """Write the upload to a file piece by piece; stop as soon as it is too large."""
    size = 0
    with path.open("wb") as target:
        while piece := await file.read(PIECE):
            size += len(piece)
            if size > most:
                raise RejectedError("file_too_large", f"more than {most} bytes")
            target.write(piece)
    if size == 0:
        raise RejectedError("file_empty")


async def store(file: UploadFile, path: Path, tenant: str, blobs: BlobStore) -> BlobRef:
    """Put the spooled upload into the blob store under the type that its sender names."""
    return await blobs.put_file(
        tenant, path, (file.content_type or "application/octet-stream")[:200]
    )


def submission(
    tenant: str,
    blob: BlobRef,
    file_name: str,
    *,
    recipe: str | None,
    metadata: dict[str, str],
    priority: int,
    due_at: datetime | None,
    attempt: int,
) -> DocumentSubmitted:
    """The event; the same bytes for the same recipe and attempt give the same id."""
    document_id = document_id_of(tenant, blob.sha256)
    return DocumentSubmitted(
        event_id=event_id_of("gateway", document_id, f"{recipe or ''}/{attempt}"),
        document_id=document_id,
        tenant=tenant,
        file_name=file_name,
        blob=blob,
        recipe=recipe,
        metadata=metadata,
        priority=priority,
        due_at=due_at,
        attempt=attempt,
    )
