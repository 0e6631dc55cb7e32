"""Documents become searchable as in production: by the handlers of ingest and embed."""

import mimetypes
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID, uuid5

from winnow import streams
from winnow.config import Settings
from winnow.contracts.base import NAMESPACE, document_id_of
from winnow.contracts.documents import DocumentIndexed, DocumentParsed, DocumentSubmitted
from winnow.errors import RejectedError
from winnow.evaluation.stages import Stage, all_of, opened_stage
from winnow.retrieval.evaluation.labelled import Document
from winnow.storage.open import open_blobs
from winnow.storage.port import BlobStore

TENANT: Final = "retrieval-evaluation"
Told = Callable[[str, int, int], None]


@dataclass(slots=True)
class Indexed:
    """Which labelled documents a document of the index is: of the same bytes there is but one."""

    names: dict[UUID, list[str]] = field(default_factory=dict)
    tenants: dict[UUID, str] = field(default_factory=dict)
    chunks: int = 0
    refused: dict[str, str] = field(default_factory=dict)


def tenant_of(language: str) -> str:
    """Each language is a tenant: questions are asked of the documents of their own language."""
    return f"{TENANT}-{language.lower()}"


async def index(documents: Sequence[Document], settings: Settings, told: Told) -> Indexed:
    """Read, cut, embed and write them; one that ingest refuses is told, and never found."""
    made = Indexed()
    async with AsyncExitStack() as stack:
        blobs = open_blobs(settings)
        ingest = await opened_stage(stack, streams.SUBMITTED, streams.PARSED, settings)
        embed = await opened_stage(stack, streams.PARSED, streams.INDEXED, settings)
        done = 0

        async def one(document: Document) -> None:
            nonlocal done
            try:
                chunks = await _index(document, blobs, ingest, embed, made)
                made.chunks += chunks
            except RejectedError as error:
                made.refused[document.id] = str(error)
            done += 1
            told("indexed", done, len(documents))

        await all_of(one(document) for document in documents)
    return made


async def _index(
    document: Document, blobs: BlobStore, ingest: Stage, embed: Stage, made: Indexed
) -> int:
    tenant = tenant_of(document.language)
    media_type = mimetypes.guess_type(document.file.name)[0] or "application/octet-stream"
    blob = await blobs.put_file(tenant, document.file, media_type)
    id_ = document_id_of(tenant, blob.sha256)
    made.tenants[id_] = tenant
    names = made.names.setdefault(id_, [])
    names.append(document.id)
    if len(names) > 1:
        return 0
    submitted = DocumentSubmitted(
        event_id=uuid5(NAMESPACE, f"retrieval/{id_}"),
        document_id=id_,
        tenant=tenant,
        file_name=document.file.name,
        blob=blob,
    )
    parsed = await ingest(submitted, DocumentParsed)
    return (await embed(parsed, DocumentIndexed)).chunks
