"""The services between a parsed document and its result, in memory, and a document for them."""

from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from winnow.config import Settings
from winnow.contracts.base import BlobRef
from winnow.contracts.documents import DocumentParsed, Source
from winnow.contracts.parsed import Chunk, Element, Page, ParsedDocument
from winnow.contracts.reviews import ReviewDecided, ReviewRequested
from winnow.contracts.tuning import Task
from winnow.llm.asker import Asker
from winnow.llm.port import LanguageModel
from winnow.messaging import remedies
from winnow.recipes.recipe import Recipe, Rule
from winnow.records.database import Database
from winnow.service import Service
from winnow.testing.blobs import MemoryBlobs
from winnow.testing.bus import Bus
from winnow.testing.embedder import HashingEmbedder
from winnow.testing.model import FakeModel
from winnow.testing.records import MemoryAnswers, MemoryCalibrations
from winnow_classify import handlers as classify
from winnow_classify.choosing import Voices
from winnow_classify.readings import Likeness, Wording
from winnow_extract import handlers as extract
from winnow_extract.drafting import Limits, Readers
from winnow_route import handlers as route
from winnow_route.book import Book
from winnow_route.drafts import Drafts
from winnow_route.gatekeeper import Gatekeeper
from winnow_route.standing import Standings
from winnow_summarise import handlers as summarise

TEXT = "CORNER CAFE cashier till\n\nTotal 12.50"
RECEIPT = Recipe(
    recipe="receipt",
    version=3,
    title="Receipt",
    description="A till receipt.",
    looks_like=("corner cafe cashier till total",),
    fields={
        "type": "object",
        "properties": {
            "company": {"type": "string"},
            "total": {"type": "number"},
            "items": {
                "type": "array",
                "items": {"type": "object", "properties": {"name": {"type": "string"}}},
            },
        },
    },
    must_have=("/company", "/total"),
    rules=(Rule(id="positive", expr="data.total > 0.0", message="The total is not positive."),),
)
FILLED = {"company": "CORNER CAFE", "total": 12.5, "items": []}
SAID = {"statements": [{"passages": [1], "sentence": "CORNER CAFE asks a total of 12.50."}]}


class Stand:
    """Follow: for a task another model than its own; `asked` is for which recipes, documents."""

    def __init__(self) -> None:
        self.instead: dict[Task, LanguageModel] = {}
        self.asked: list[tuple[str | None, Task, str | None]] = []

    async def of(
        self, model: LanguageModel, recipe: str | None, task: Task, document: str | None = None
    ) -> LanguageModel:
        self.asked.append((recipe, task, document))
        return self.instead.get(task, model)


class World:
    """The services, their fakes, and a document to send through them."""

    def __init__(self, database: Database) -> None:
        self.blobs = MemoryBlobs()
        self.model = FakeModel(
            {"Receipt": FILLED, "Statements": SAID, "DocumentType": {"type": "none"}},
            probabilities={"/company": 0.99, "/total": 0.98},
        )
        self.second = FakeModel({"Receipt": {**FILLED, "total": 21.5}}, name="other")
        self.answers = MemoryAnswers()
        self.calls = Asker(self.answers)
        self.recipes = {"receipt": RECEIPT}
        self.likeness = Likeness(HashingEmbedder(256), self.recipes)
        self.drafts = Drafts(database)
        self.book = Book(database)
        self.standings = Standings(database)
        self.calibrations = MemoryCalibrations()
        self.stand = Stand()

    def services(self) -> list[Service]:
        settings = Settings()
        voices = Voices(self.likeness, Wording(self.recipes))
        chooses = classify.Tools(
            self.blobs, self.recipes, voices, self.model, self.calls, 0.6, self.stand
        )
        readers = Readers(
            self.model, self.calls, Limits(4, 500), {"local": self.second}, follow=self.stand
        )
        extracts = extract.Tools(self.blobs, self.recipes, readers, self.calibrations)
        sums_up = summarise.Tools(
            self.blobs, self.model, self.calls, self.recipes, 4, 3, self.stand
        )
        gates = Gatekeeper(self.calibrations, self.book)
        routes = route.Tools(
            self.blobs, self.recipes, self.drafts, gates, self.book, self.standings, bar=0.9
        )
        return [
            Service("classify", settings, chooses, 0, classify.HANDLERS),
            Service("extract", settings, extracts, 0, extract.handlers(1)),
            Service("summarise", settings, sums_up, 0, summarise.handlers(1)),
            Service("route", settings, routes, 0, route.HANDLERS),
        ]

    async def document(self, text: str = TEXT, recipe: str | None = None) -> DocumentParsed:
        parts, at = [], 0
        for number, part in enumerate(text.split("\n\n")):
            parts.append(
                Element(
                    id=f"e{number}",
                    category="Text",
                    text=part,
                    page=1,
                    start=at,
                    end=at + len(part),
                )
            )
            at += len(part) + 2
        chunk = Chunk(id="c0", index=0, text=text, elements=("e0",), pages=(1,))
        parsed = ParsedDocument(
            text=text, pages=(Page(number=1),), elements=tuple(parts), chunks=(chunk,)
        )
        stored = await self.put(parsed.model_dump_json())
        source = Source(
            file_name="r.txt",
            original=await self.put(text),
            media_type="text/plain",
            pages=1,
            parsed=stored,
            metadata={"customer": "7"},
            submitted_at="2026-01-01T00:00:00Z",
            submission="s",
        )
        return DocumentParsed(
            document_id=uuid4(),
            source=source,
            recipe=recipe,
            characters=len(text),
            chunks=1,
            seconds=0,
        )

    async def put(self, text: str) -> BlobRef:
        return await self.blobs.put("default", text.encode(), "application/json")


@pytest.fixture
async def world(database: Database, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(remedies, "FIRST_PAUSE", 0.001)
    world = World(database)
    await world.likeness.prepare()
    return world


@pytest.fixture
async def bus(world: World) -> AsyncIterator[Bus]:
    async with Bus(*world.services()) as bus:
        yield bus


@pytest.fixture
def decision() -> Callable[..., ReviewDecided]:
    """Makes a reviewer's decision on a request."""
    return _decision


def _decision(asked: ReviewRequested, outcome: str = "approved", **changes: Any) -> ReviewDecided:
    return ReviewDecided(
        event_id=UUID(int=7),
        document_id=asked.document_id,
        source=asked.source,
        requested=str(asked.event_id),
        reviewer="ann",
        outcome=outcome,
        revision=1,
        **changes,
    )
