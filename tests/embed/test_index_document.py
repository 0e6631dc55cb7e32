"""A parsed document becomes searchable."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from winnow import streams
from winnow.contracts.base import BlobRef, document_id_of
from winnow.contracts.documents import DocumentParsed, Source
from winnow.contracts.parsed import Chunk, Page, ParsedDocument
from winnow.errors import RejectedError, UnreachableError
from winnow.testing.blobs import MemoryBlobs
from winnow.testing.embedder import HashingEmbedder
from winnow.testing.vectors import MemoryVectors
from winnow_embed.app import create_service
from winnow_embed.handlers import Tools, index_document
from winnow_embed.settings import EmbedSettings

TEXTS = ["Invoice 4711", "birds sing at dawn", "the total is 12 euros"]


class Rig:
    """The handler's tools as fakes, and an event to hand it."""

    def __init__(self) -> None:
        self.blobs = MemoryBlobs()
        self.embedder = HashingEmbedder()
        self.vectors = MemoryVectors()
        self.tools = Tools(self.blobs, self.embedder, self.vectors, batch=2)

    async def event(self, texts: list[str]) -> DocumentParsed:
        chunks = tuple(
            Chunk(id=f"c{n}", index=n, text=text, elements=(), pages=(n + 2, n + 1))
            for n, text in enumerate(texts)
        )
        parsed = ParsedDocument(text="", pages=(Page(number=1),), elements=(), chunks=chunks)
        ref = await self.blobs.put("acme", parsed.model_dump_json().encode(), "application/json")
        return event_of(ref, len(texts))


def event_of(parsed: BlobRef, chunks: int) -> DocumentParsed:
    sha256 = "a" * 64
    original = BlobRef(uri=f"blob://acme/{sha256}", sha256=sha256, size=1)
    source = Source(
        file_name="bill.pdf",
        original=original,
        media_type="application/pdf",
        pages=1,
        parsed=parsed,
        submitted_at=datetime(2026, 11, 24, tzinfo=UTC),
        submission=str(uuid4()),
    )
    return DocumentParsed(
        document_id=document_id_of("acme", sha256),
        tenant="acme",
        source=source,
        characters=0,
        chunks=chunks,
        seconds=0,
    )


@pytest.fixture
def rig() -> Rig:
    return Rig()


async def test_every_chunk_can_be_found(rig: Rig) -> None:
    event = await rig.event(TEXTS)
    indexed = await index_document(event, rig.tools)
    assert (indexed.chunks, indexed.model) == (3, "hashing/fp32")
    assert (indexed.document_id, indexed.tenant) == (event.document_id, "acme")
    vector = (await rig.embedder.embed(["birds"]))[0]
    hit = (await rig.vectors.search("acme", "birds", vector.tolist()))[0]
    assert (hit.text, hit.chunk, hit.page, hit.file_name) == (TEXTS[1], "c1", 2, "bill.pdf")


async def test_doing_it_twice_leaves_the_same_passages_and_the_same_event(rig: Rig) -> None:
    event = await rig.event(TEXTS)
    once = await index_document(event, rig.tools)
    kept = set(rig.vectors.passages["acme"])
    twice = await index_document(event, rig.tools)
    assert once.event_id == twice.event_id
    assert set(rig.vectors.passages["acme"]) == kept


async def test_another_model_replaces_what_the_first_one_left(rig: Rig) -> None:
    event = await rig.event(TEXTS)
    first = await index_document(event, rig.tools)
    rig.embedder.name = "hashing/bf16"
    second = await index_document(event, rig.tools)
    assert await rig.vectors.count("acme", event.document_id) == 3
    assert first.event_id != second.event_id


async def test_a_shorter_cut_leaves_no_old_chunks_behind(rig: Rig) -> None:
    await index_document(await rig.event(TEXTS), rig.tools)
    event = await rig.event(TEXTS[:1])
    await index_document(event, rig.tools)
    assert await rig.vectors.count("acme", event.document_id) == 1


async def test_a_document_without_chunks_is_indexed_as_such(rig: Rig) -> None:
    assert (await index_document(await rig.event([]), rig.tools)).chunks == 0


async def test_a_missing_parse_can_never_succeed(rig: Rig) -> None:
    event = await rig.event(TEXTS)
    rig.blobs.blobs.clear()
    with pytest.raises(RejectedError):
        await index_document(event, rig.tools)


async def test_a_store_in_trouble_is_waited_for(rig: Rig) -> None:
    event = await rig.event(TEXTS)
    rig.vectors.fail_with(UnreachableError("vectors"))
    with pytest.raises(UnreachableError):
        await index_document(event, rig.tools)
    rig.vectors.fail_with(None)
    assert (await index_document(event, rig.tools)).chunks == 3


def test_the_service_reads_parsed_and_writes_indexed_documents(tmp_path: Path) -> None:
    service = create_service(EmbedSettings(data=tmp_path, embed_workers=3))
    (handler,) = service.handlers
    assert (handler.reads, handler.writes) == (streams.PARSED, (streams.INDEXED,))
    assert (service.port, handler.in_flight) == (8092, 3)
