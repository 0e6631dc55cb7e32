"""A desk with one recipe, whose documents are asked about by `desk.ask()`."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from winnow.contracts.base import BlobRef
from winnow.contracts.documents import Source
from winnow.contracts.evidence import Completeness, Extraction, Leaf, Provenance, Summary
from winnow.contracts.parsed import Page, ParsedDocument
from winnow.contracts.reviews import ReviewRequested
from winnow.recipes.recipe import Recipe
from winnow.records.database import open_database
from winnow.records.migrate import migrate
from winnow.security.keys import Doorkeeper
from winnow.testing.blobs import MemoryBlobs
from winnow.testing.publisher import MemoryPublisher
from winnow_review.desk import Desk
from winnow_review.files import Files
from winnow_review.ordering import Order
from winnow_review.questions.acting import Questions
from winnow_review.queue import Queue
from winnow_review.sending import Outbox
from winnow_review.settings import ReviewSettings
from winnow_review.web import create_web

RECIPE = Recipe(
    recipe="receipt",
    version=1,
    title="Receipt",
    description="",
    fields={
        "type": "object",
        "properties": {
            "company": {"type": "string"},
            "total": {"type": "number"},
            "date": {"type": "string", "format": "date"},
            "items": {
                "type": "array",
                "items": {"type": "object", "properties": {"name": {"type": "string"}}},
            },
        },
    },
    must_have=("/total",),
)
LATER = datetime(2030, 1, 1, tzinfo=UTC)


class Desktop:
    """The service without Kafka; `as_(name)` speaks as somebody else."""

    def __init__(self, url: str, **settings: Any) -> None:
        self.blobs = MemoryBlobs()
        self.publisher = MemoryPublisher()
        self.database = open_database(url)
        self.queue = Queue(self.database, {"receipt": RECIPE})
        given = ReviewSettings(**{"review_double_share": 0.0, **settings})
        self.desk = Desk(
            queue=self.queue,
            order=Order(self.database),
            outbox=Outbox(self.queue, self.publisher),
            questions=Questions.of(self.database, self.publisher),
            blobs=self.blobs,
            files=Files(self.blobs),
            recipes={"receipt": RECIPE},
            doorkeeper=Doorkeeper(given),
            settings=given,
        )
        self.web = create_web(self.desk)
        self.http = self.as_("ann")

    def as_(self, name: str, **headers: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.web, raise_app_exceptions=False)
        told = {"X-Reviewer": name, **headers}
        return httpx.AsyncClient(transport=transport, base_url="http://review", headers=told)

    async def ask(self, **changes: Any) -> ReviewRequested:
        by = Provenance(decided_by="model:m")
        extraction = Extraction(
            recipe="receipt",
            data={"company": "ACME", "total": 1.0, "items": [{"name": "tea"}]},
            leaves={"/total": Leaf(value=1.0, confidence=0.4, provenance=by)},
            completeness=Completeness(complete=True),
        )
        image = await self.blobs.put("default", b"png", "image/png")
        parsed = ParsedDocument(
            text="x", pages=(Page(number=1, image=image),), elements=(), chunks=()
        )
        source = Source(
            file_name="a.pdf",
            original=await self.blobs.put("default", b"%PDF", "application/pdf"),
            media_type="application/pdf",
            pages=1,
            parsed=await self.put(parsed.model_dump_json()),
            submitted_at=LATER,
            submission="s",
        )
        fields: dict[str, Any] = {
            "document_id": uuid4(),
            "source": source,
            "recipe": "receipt",
            "extraction": await self.put(extraction.model_dump_json()),
            "summary": Summary(),
            "reasons": ("/total: only 40% certain",),
            "doubtful": ("/total",),
            "rule": "r",
            "due_at": LATER,
        }
        event = ReviewRequested(**{**fields, **changes})
        await self.queue.take_in(event)
        return event

    async def put(self, text: str) -> BlobRef:
        return await self.blobs.put("default", text.encode(), "application/json")

    async def decide(self, document: UUID, **body: Any) -> httpx.Response:
        whole = {"revision": 0, "outcome": "approved", **body}
        answer = await self.http.post(f"/v1/reviews/{document}/decide", json=whole)
        await self.desk.outbox.send()
        return answer


@pytest.fixture
def desk_url(tmp_path: Path) -> str:
    """SQLite; what is about SQL has tests on both databases."""
    return f"sqlite+aiosqlite:///{tmp_path / 'review.db'}"


@pytest.fixture
async def open_desk(desk_url: str) -> AsyncIterator[Any]:
    """A function that opens a desk with settings."""
    await migrate(desk_url)
    opened: list[Desktop] = []

    def open_(**settings: Any) -> Desktop:
        opened.append(Desktop(desk_url, **settings))
        return opened[-1]

    yield open_
    for desk in opened:
        await desk.http.aclose()
        await desk.database.close()


@pytest.fixture
async def desk(open_desk: Any) -> Desktop:
    desk: Desktop = open_desk()
    return desk
