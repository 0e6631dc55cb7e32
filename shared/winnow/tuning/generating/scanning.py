"""Made-up papers printed, pictured and read by the project's own ingest."""

import asyncio
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from winnow import streams
from winnow.config import Settings
from winnow.contracts.base import document_id_of
from winnow.contracts.documents import DocumentParsed, DocumentSubmitted
from winnow.contracts.parsed import ParsedDocument
from winnow.errors import RejectedError
from winnow.evaluation.stages import Stage, open_stage
from winnow.storage.open import open_blobs
from winnow.storage.port import BlobStore
from winnow.tuning.generating.paper import Paper
from winnow.tuning.generating.pictures import drawn

TENANT = "generated"


async def scan(
    papers: Sequence[Paper], seed: int, on_progress: Callable[[], None] = lambda: None
) -> list[str | None]:
    """What ingest reads of a picture of each paper; None where it says there is no text."""
    with TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), log_level="ERROR")
        blobs = open_blobs(settings)
        stage = open_stage(streams.SUBMITTED, streams.PARSED, settings)
        await stage.service.start()
        try:
            lots = (random.Random(f"{seed}/{at}") for at in range(len(papers)))  # noqa: S311  (no secret)
            pictures = [drawn(paper, lot) for paper, lot in zip(papers, lots, strict=True)]
            reads = [_read(picture, stage, blobs, on_progress) for picture in pictures]
            return list(await asyncio.gather(*reads))
        finally:
            await stage.service.close()


async def _read(
    picture: bytes, stage: Stage, blobs: BlobStore, on_progress: Callable[[], None]
) -> str | None:
    blob = await blobs.put(TENANT, picture, "image/png")
    submitted = DocumentSubmitted(
        document_id=document_id_of(TENANT, blob.sha256),
        tenant=TENANT,
        file_name="paper.png",
        blob=blob,
    )
    try:
        parsed = await stage(submitted, DocumentParsed)
    except RejectedError as error:
        if error.reason != "file_no_text":
            raise
        return None
    finally:
        on_progress()
    stored = await blobs.get(parsed.source.parsed)
    return ParsedDocument.model_validate_json(stored).text
