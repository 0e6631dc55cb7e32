"""documents.submitted -> documents.parsed"""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from winnow import streams
from winnow.contracts.documents import DocumentSubmitted
from winnow.contracts.parsed import ParsedDocument
from winnow.errors import RejectedError, UnreachableError
from winnow.testing.blobs import MemoryBlobs
from winnow_ingest.app import create_service
from winnow_ingest.handlers import Tools, by_document, handlers, parse_document
from winnow_ingest.limits import Limits
from winnow_ingest.reader import FileReader
from winnow_ingest.settings import IngestSettings


@pytest.fixture
def tools() -> Tools:
    reader = FileReader(Limits(seconds=120), "eng")
    return Tools(MemoryBlobs(), reader, frozenset({"invoice"}))


async def submit(
    tools: Tools, data: bytes, name: str = "bill.pdf", **fields: Any
) -> DocumentSubmitted:
    blob = await tools.blobs.put("acme", data, "application/octet-stream")
    return DocumentSubmitted(tenant="acme", file_name="bill.pdf", blob=blob, **fields)


def bill() -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=True)
    canvas.drawString(72, 700, "Invoice 4711, total 8.75 euros, payable within ten days")
    canvas.save()
    return buffer.getvalue()


async def test_a_document_is_parsed_and_stored(tools: Tools) -> None:
    due = datetime(2030, 1, 1, tzinfo=UTC)
    event = await submit(
        tools, bill(), recipe="invoice", metadata={"branch": "Ulm"}, priority=3, due_at=due
    )
    parsed = await parse_document(event, tools)
    source = parsed.source
    assert (parsed.document_id, parsed.tenant) == (event.document_id, "acme")
    assert parsed.recipe == "invoice"
    assert (source.media_type, source.pages, source.language) == ("application/pdf", 1, "en")
    assert (source.metadata, source.priority, source.due_at) == ({"branch": "Ulm"}, 3, due)
    assert (source.submitted_at, source.submission) == (event.occurred_at, str(event.event_id))
    document = ParsedDocument.model_validate_json(await tools.blobs.get(source.parsed))
    assert "Invoice 4711" in document.text
    assert (parsed.characters, parsed.chunks) == (len(document.text), len(document.chunks))
    assert parsed.ocr is False


async def test_page_images_lie_in_the_blob_store(tools: Tools) -> None:
    parsed = await parse_document(await submit(tools, bill()), tools)
    document = ParsedDocument.model_validate_json(await tools.blobs.get(parsed.source.parsed))
    image = document.pages[0].image
    assert image is not None
    assert Image.open(BytesIO(await tools.blobs.get(image))).format == "PNG"


async def test_doing_it_twice_gives_the_same(tools: Tools) -> None:
    event = await submit(tools, bill())
    first, second = [await parse_document(event, tools) for _ in range(2)]
    assert first.event_id == second.event_id
    assert first.source == second.source


async def test_the_same_bytes_for_the_same_recipe_are_one_piece_of_work(tools: Tools) -> None:
    one, two = [await submit(tools, b"x", event_id=uuid4()) for _ in range(2)]
    other = await submit(tools, b"x", recipe="invoice")
    assert by_document(one) == by_document(two) != by_document(other)
    handler = handlers(3)[0]
    assert (handler.reads, handler.writes) == (streams.SUBMITTED, (streams.PARSED,))
    assert (handler.once, handler.in_flight) == (by_document, 3)


@pytest.mark.parametrize(
    ("data", "fields", "reason"),
    [
        (b"x", {"recipe": "unheard_of"}, "recipe_unknown"),
        (b"", {}, "file_empty"),
        (b"%PDF-1.4 nothing", {}, "file_broken"),
    ],
)
async def test_what_cannot_be_read_is_rejected(
    tools: Tools, data: bytes, fields: dict[str, Any], reason: str
) -> None:
    with pytest.raises(RejectedError) as caught:
        await parse_document(await submit(tools, data, **fields), tools)
    assert caught.value.reason == reason


async def test_a_file_that_is_too_large_is_not_even_fetched(tools: Tools) -> None:
    small = Tools(MemoryBlobs(), FileReader(Limits(size=3), "eng"), frozenset())
    with pytest.raises(RejectedError) as caught:
        await parse_document(await submit(tools, b"more"), small)
    assert caught.value.reason == "file_too_large"


async def test_missing_bytes_and_a_silent_store_are_told_apart(tools: Tools) -> None:
    assert isinstance(tools.blobs, MemoryBlobs)
    event = await submit(tools, bill())
    tools.blobs.blobs.clear()
    with pytest.raises(RejectedError) as caught:
        await parse_document(event, tools)
    assert caught.value.reason == "blob_missing"
    tools.blobs.fail_with(UnreachableError("blob store"))
    with pytest.raises(UnreachableError):
        await parse_document(event, tools)


async def test_the_service_is_wired(tmp_path: Path) -> None:
    recipes = tmp_path / "recipes"
    recipes.mkdir()
    (recipes / "note.yaml").write_text(
        "recipe: note\nversion: 1\ntitle: Note\ndescription: A note.\n"
        "fields: {type: object, properties: {title: {type: string, description: Its title.}}}\n"
    )
    settings = IngestSettings(data=tmp_path, recipes=recipes, ingest_workers=1, ingest_max_pages=7)
    service = create_service(settings)
    assert (service.name, service.port) == ("ingest", 8091)
    assert service.tools.recipes == {"note"}
    assert service.tools.reader.limits.pages == 7
    await service.ready["blobs"]()
    await service.start()
