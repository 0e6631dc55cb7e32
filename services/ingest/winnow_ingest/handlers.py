"""documents.submitted -> documents.parsed"""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from winnow import streams
from winnow.contracts.base import BlobRef
from winnow.contracts.documents import DocumentParsed, DocumentSubmitted, Source
from winnow.contracts.parsed import ParsedDocument
from winnow.errors import RejectedError
from winnow.messaging.handler import Handler
from winnow.storage.port import BlobStore
from winnow_ingest.drafts import image_path
from winnow_ingest.reader import FileReader
from winnow_ingest.reading import Reading


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a handler may touch; chosen in app.py, faked in tests."""

    blobs: BlobStore
    reader: FileReader
    recipes: frozenset[str]


async def parse_document(event: DocumentSubmitted, tools: Tools) -> DocumentParsed:
    """Read the document in a process of its own and store what was read."""
    begun = time.perf_counter()
    check_submission(event, tools)
    with TemporaryDirectory(prefix="winnow-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "original"
        await tools.blobs.fetch(event.blob, path)
        reading = await tools.reader.read(path, event.file_name, event.blob.media_type)
        document = await store_images(event.tenant, reading.document, path.parent, tools.blobs)
    data = await asyncio.to_thread(lambda: document.model_dump_json().encode())
    parsed = await tools.blobs.put(event.tenant, data, "application/json")
    return DocumentParsed(
        **event.caused("ingest"),
        source=describe(event, reading, parsed),
        recipe=event.recipe,
        characters=len(document.text),
        chunks=len(document.chunks),
        ocr=any(page.ocr for page in document.pages),
        seconds=time.perf_counter() - begun,
    )


def check_submission(event: DocumentSubmitted, tools: Tools) -> None:
    """Refuse what can be refused without fetching the bytes."""
    if event.recipe is not None and event.recipe not in tools.recipes:
        raise RejectedError("recipe_unknown", event.recipe)
    if event.blob.size > tools.reader.limits.size:
        raise RejectedError("file_too_large", f"{event.blob.size} bytes")


async def store_images(
    tenant: str, document: ParsedDocument, folder: Path, blobs: BlobStore
) -> ParsedDocument:
    """Put the page images into the blob store; the document then names them."""
    pages = []
    for page in document.pages:
        path = image_path(folder, page.number)
        image = await blobs.put_file(tenant, path, "image/png") if path.exists() else None
        pages.append(page.model_copy(update={"image": image}))
    return document.model_copy(update={"pages": tuple(pages)})


def describe(event: DocumentSubmitted, reading: Reading, parsed: BlobRef) -> Source:
    """What later events say about the document."""
    return Source(
        file_name=event.file_name,
        original=event.blob,
        media_type=reading.media_type,
        pages=len(reading.document.pages),
        parsed=parsed,
        language=reading.document.language,
        metadata=event.metadata,
        priority=event.priority,
        due_at=event.due_at,
        submitted_at=event.occurred_at,
        submission=str(event.event_id),
    )


def by_document(event: DocumentSubmitted) -> str:
    """The same bytes for the same recipe are read once an attempt, whoever sends them again."""
    return f"{event.document_id}/{event.recipe or ''}/{event.attempt}"


def handlers(workers: int) -> tuple[Handler, ...]:
    """The handlers, with so many files read at once."""
    return (
        Handler(
            streams.SUBMITTED,
            parse_document,
            (streams.PARSED,),
            in_flight=workers,
            once=by_document,
        ),
    )
