"""documents.parsed -> documents.indexed"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from winnow import streams
from winnow.contracts.documents import DocumentIndexed, DocumentParsed
from winnow.contracts.parsed import Chunk, ParsedDocument
from winnow.embedding.port import Embedder
from winnow.messaging.handler import Handler
from winnow.storage.port import BlobStore
from winnow.vectors.port import VectorStore
from winnow_embed.passages import batches, to_passages


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a handler may touch; chosen in app.py, faked in tests."""

    blobs: BlobStore
    embedder: Embedder
    vectors: VectorStore
    batch: int


async def index_document(event: DocumentParsed, tools: Tools) -> DocumentIndexed:
    """Embed the document's chunks and make them searchable, in place of any earlier ones."""
    begun = time.perf_counter()
    parsed = ParsedDocument.model_validate_json(await tools.blobs.get(event.source.parsed))
    await write_passages(event, parsed.chunks, tools)
    if await tools.vectors.count(event.tenant, event.document_id) != len(parsed.chunks):
        # an earlier model or another cut of the document left passages under other ids
        await tools.vectors.erase(event.tenant, event.document_id)
        await write_passages(event, parsed.chunks, tools)
    return DocumentIndexed(
        **event.caused("embed", tools.embedder.name),
        chunks=len(parsed.chunks),
        model=tools.embedder.name,
        seconds=time.perf_counter() - begun,
    )


async def write_passages(event: DocumentParsed, chunks: Sequence[Chunk], tools: Tools) -> None:
    """Embed and write by batches, so that a long document does not keep others waiting."""
    for batch in batches(chunks, tools.batch):
        vectors = await tools.embedder.embed([chunk.text for chunk in batch])
        passages = to_passages(event, batch, vectors, tools.embedder.name)
        await tools.vectors.upsert(event.tenant, passages)


def handlers(workers: int) -> tuple[Handler, ...]:
    """The handlers, with so many documents worked on at once."""
    return (Handler(streams.PARSED, index_document, (streams.INDEXED,), in_flight=workers),)
