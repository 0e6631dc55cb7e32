"""From a parsed document to its result, over classify, extract, summarise and route in memory."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from winnow.config import Settings
from winnow.contracts.base import BlobRef
from winnow.contracts.dead_letters import DeadLettered
from winnow.contracts.documents import DocumentClassified, DocumentParsed, Source
from winnow.contracts.parsed import Chunk, Element, Page, ParsedDocument
from winnow.contracts.results import ResultBody, ResultCompleted
from winnow.contracts.reviews import ReviewDecided, ReviewRequested
from winnow.contracts.usage import UsageRecorded
from winnow.errors import UnfillableError, UnreachableError
from winnow.messaging import remedies
from winnow.recipes.recipe import Recipe, Rule
from winnow.records.database import Database
from winnow.service import Service
from winnow.testing.blobs import MemoryBlobs
from winnow.testing.bus import Bus
from winnow.testing.embedder import HashingEmbedder
from winnow.testing.model import FakeModel
from winnow.testing.records import MemoryAnswers
from winnow_classify import handlers as classify
from winnow_classify.choosing import Voices
from winnow_classify.readings import Likeness, Wording
from winnow_extract import handlers as extract
from winnow_extract.drafting import Limits
from winnow_route import handlers as route
from winnow_route.drafts import Drafts
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


class World:
    """The services, their fakes, and a document to send through them."""

    def __init__(self, database: Database) -> None:
        self.blobs = MemoryBlobs()
        self.model = FakeModel(
            {"Receipt": FILLED, "Statements": SAID, "DocumentType": {"type": "none"}},
            probabilities={"/company": 0.99, "/total": 0.98},
        )
        self.answers = MemoryAnswers()
        self.recipes = {"receipt": RECEIPT}
        self.likeness = Likeness(HashingEmbedder(256), self.recipes)
        self.drafts = Drafts(database)

    def services(self) -> list[Service]:
        settings = Settings()
        voices = Voices(self.likeness, Wording(self.recipes))
        chooses = classify.Tools(
            self.blobs, self.recipes, voices, self.model, self.answers, bar=0.6
        )
        extracts = extract.Tools(self.blobs, self.recipes, self.model, self.answers, Limits(4, 500))
        sums_up = summarise.Tools(self.blobs, self.model, self.answers, parts=4, sentences=3)
        routes = route.Tools(self.blobs, self.recipes, self.drafts, bar=0.9)
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


async def test_a_certain_document_is_accepted_with_evidence_for_every_value(
    world: World, bus: Bus
) -> None:
    await bus.say(event := await world.document(recipe="receipt"))
    [result] = bus.said(ResultCompleted)
    assert (result.document_id, result.outcome) == (event.document_id, "accepted")
    assert result.body is not None
    assert result.body.data == FILLED
    total = result.body.leaves["/total"]
    assert (total.evidence.quote, total.evidence.page) == ("12.50", 1)
    assert TEXT[total.evidence.start : total.evidence.end] == "12.50"
    assert total.provenance.model == "fake"
    assert total.provenance.recipe == "receipt@3"
    assert result.confidence == pytest.approx(total.confidence)
    assert [one.chunks for one in result.body.summary.sentences] == [("c0",)]
    assert result.metadata == {"customer": "7"}
    assert result.completeness.complete
    assert bus.said(ReviewRequested) == []


async def test_the_stored_body_is_the_one_in_the_event(world: World, bus: Bus) -> None:
    await bus.say(await world.document(recipe="receipt"))
    [result] = bus.said(ResultCompleted)
    stored = ResultBody.model_validate_json(await world.blobs.get(result.body_ref))
    assert stored == result.body


async def test_a_document_that_both_cheap_readings_know_needs_no_model_to_classify(
    world: World, bus: Bus
) -> None:
    await bus.say(await world.document())
    [classified] = bus.said(DocumentClassified)
    assert (classified.recipe, classified.decided_by) == ("receipt", "wording+likeness")
    assert "classify" not in {call.stage for call in world.model.calls}


async def test_every_call_is_counted_in_the_result_and_recorded(world: World, bus: Bus) -> None:
    await bus.say(await world.document(text="zebra quartz"))
    recorded = bus.said(UsageRecorded)
    assert {event.stage for event in recorded} == {"classify", "summarise"}
    world.model.fills["DocumentType"] = {"type": "receipt"}
    await bus.say(await world.document())
    [result] = bus.said(ResultCompleted)
    assert (result.cost.calls, result.cost.unpriced_calls) == (2, 0)


async def test_a_document_of_no_known_type_goes_to_a_person(world: World, bus: Bus) -> None:
    await bus.say(await world.document(text="zebra quartz"))
    [asked] = bus.said(ReviewRequested)
    assert asked.recipe is None
    assert "recipe" in asked.reasons[0]


async def test_an_invented_value_goes_to_a_person(world: World, bus: Bus) -> None:
    world.model.fills["Receipt"] = {**FILLED, "total": 99.0}
    await bus.say(await world.document(recipe="receipt"))
    [asked] = bus.said(ReviewRequested)
    assert asked.doubtful == ("/total",)
    assert "not found in the document" in asked.reasons[0]
    assert bus.said(ResultCompleted) == []


@pytest.mark.parametrize("why", ["cut_off", "invalid", "refused"])
async def test_an_answer_that_is_no_good_goes_to_a_person_and_is_never_taken(
    world: World, bus: Bus, why: str
) -> None:
    def fail(_: Any) -> dict[str, Any]:
        raise UnfillableError(why)

    world.model.fills["Receipt"] = fail
    await bus.say(await world.document(recipe="receipt"))
    [asked] = bus.said(ReviewRequested)
    assert why in asked.reasons[0]
    assert asked.summary.sentences
    assert bus.said(DeadLettered) == []


async def test_a_silent_model_is_waited_for(world: World, bus: Bus) -> None:
    world.model.fail_with(UnreachableError("fake", "529"), times=3)
    await bus.say(await world.document(recipe="receipt"))
    assert len(bus.said(ResultCompleted)) == 1


async def test_a_reviewers_correction_becomes_the_final_result(world: World, bus: Bus) -> None:
    world.model.fills["Receipt"] = {**FILLED, "total": 99.0}
    await bus.say(await world.document(recipe="receipt"))
    [asked] = bus.said(ReviewRequested)
    await bus.say(
        decision(asked, fields=({"pointer": "/total", "action": "correct", "value": 12.5},))
    )
    [result] = bus.said(ResultCompleted)
    assert (result.outcome, result.decided_by) == ("reviewed", "reviewer:ann")
    assert result.body is not None
    assert result.body.data["total"] == 12.5
    assert result.body.leaves["/company"].provenance.decided_by == "model:fake"


async def test_a_rejected_document_ends_with_the_reviewers_reason(world: World, bus: Bus) -> None:
    await bus.say(await world.document(text="zebra quartz"))
    [asked] = bus.said(ReviewRequested)
    await bus.say(decision(asked, outcome="rejected", note="not ours"))
    [result] = bus.said(ResultCompleted)
    assert (result.outcome, result.note) == ("rejected", "not ours")


async def test_a_reclassified_document_goes_round_again(world: World, bus: Bus) -> None:
    await bus.say(await world.document(text="zebra quartz"))
    [asked] = bus.said(ReviewRequested)
    await bus.say(decision(asked, outcome="reclassified", recipe="receipt"))
    _, again = bus.said(ReviewRequested)
    assert again.recipe == "receipt"
    assert again.event_id != asked.event_id
    assert set(again.doubtful) == {"/company", "/total"}


async def test_an_unknown_recipe_is_a_dead_letter(world: World, bus: Bus) -> None:
    await bus.say(await world.document(recipe="recipe_of_nobody"))
    assert [letter.reason for letter in bus.said(DeadLettered)] == ["recipe_unknown"]


async def test_missing_bytes_are_a_dead_letter_and_the_next_document_is_untouched(
    world: World, bus: Bus
) -> None:
    bad = await world.document(recipe="receipt", text="other\n\nbytes")
    world.blobs.blobs.clear()
    await bus.say(bad)
    await bus.say(await world.document(recipe="receipt"))
    assert {letter.reason for letter in bus.said(DeadLettered)} == {"blob_missing"}
    assert len(bus.said(ResultCompleted)) == 1


def decision(asked: ReviewRequested, outcome: str = "approved", **changes: Any) -> ReviewDecided:
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
