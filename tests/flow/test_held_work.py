"""A document that must wait for money or for a batch is put aside, and goes on by itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from anthropic import AsyncAnthropic

from winnow import streams
from winnow.config import Settings
from winnow.contracts.documents import DocumentClassified, Source
from winnow.contracts.drafts import DraftExtracted
from winnow.contracts.held import WorkHeld
from winnow.contracts.parsed import Element, Page, ParsedDocument
from winnow.contracts.usage import UsageRecorded
from winnow.llm.claude import Claude
from winnow.llm.stack import open_calls
from winnow.messaging.remedies import headers_of
from winnow.recipes.recipe import Recipe
from winnow.records.database import Database
from winnow.service import Service
from winnow.testing.blobs import MemoryBlobs
from winnow.testing.bus import Bus
from winnow.testing.provider import Provider
from winnow.testing.records import MemoryCalibrations
from winnow_extract import handlers as extract
from winnow_extract.drafting import Limits, Readers

LATER = Recipe(
    recipe="later",
    version=1,
    title="Receipt",
    description="A till receipt that may wait.",
    fields={"type": "object", "properties": {"total": {"type": "number"}}},
    second_reading="none",
    may_wait=True,
)
NOW = LATER.model_copy(update={"recipe": "now", "may_wait": False})


class Stage:
    """extract on a database, and the provider that it asks."""

    def __init__(self, provider: Provider, database: Database) -> None:
        self.provider = provider
        self.database = database
        self.blobs = MemoryBlobs()
        client = AsyncAnthropic(api_key="key", base_url=provider.url)
        self.model = Claude(client, "claude-haiku-4-5")

    @asynccontextmanager
    async def running(self, **values: Any) -> AsyncIterator[Bus]:
        """A process with these settings; `turn` is what it does about batches now and then."""
        settings = Settings(_env_file=None, batch_wait=0, **values)
        calls = open_calls(settings, self.database, (self.model,))
        self.batchers = calls.batchers
        readers = Readers(self.model, calls, Limits(4, 500))
        recipes = {one.recipe: one for one in (LATER, NOW)}
        tools = extract.Tools(self.blobs, recipes, readers, MemoryCalibrations())
        async with Bus(Service("extract", settings, tools, 0, extract.handlers(1))) as bus:
            yield bus

    async def turn(self) -> None:
        for _ in range(2):
            for batcher in self.batchers:
                await batcher.turn()


async def again(bus: Bus, held: WorkHeld) -> None:
    """What the gateway does when held work is due."""
    await bus.repeat(held, headers_of(held))


@pytest.fixture
async def stage(database: Database) -> AsyncIterator[Stage]:
    async with Provider(lambda _schema, _text: {"total": 12.5}) as provider:
        yield Stage(provider, database)


async def test_a_spent_budget_holds_the_document_until_it_is_raised(
    stage: Stage,
) -> None:
    async with stage.running(budgets="*=0.000001") as bus:
        await bus.say(await classified(stage.blobs, "now"))
        [held] = bus.said(WorkHeld)
        await again(bus, held)
        _, anew = bus.said(WorkHeld)
        assert bus.said(DraftExtracted) == []
    assert (held.cause, held.scope, anew.since) == ("budget", "*/*", held.since)
    assert stage.provider.bill.total == 0
    async with stage.running(budgets="*=1") as bus:
        await again(bus, anew)
        assert len(bus.said(DraftExtracted)) == 1
        assert bus.records(streams.DEAD_LETTERS) == []


async def test_a_document_that_may_wait_goes_on_when_its_batch_came_back(
    stage: Stage,
) -> None:
    async with stage.running() as bus:
        await bus.say(await classified(stage.blobs, "later"))
        [held] = bus.said(WorkHeld)
        await stage.turn()
        await again(bus, held)
        [draft] = bus.said(DraftExtracted)
        [usage] = bus.said(UsageRecorded)
    assert (held.cause, held.scope) == ("batch", stage.model.name)
    assert draft.document_id == held.document_id
    assert [call.batched for call in usage.calls] == [True]
    assert stage.provider.bill.answered.total() == 1


async def test_another_process_goes_on_with_a_batch_that_was_on_its_way(
    stage: Stage,
) -> None:
    stage.provider.batches_end = False
    async with stage.running() as bus:
        await bus.say(await classified(stage.blobs, "later"))
        [held] = bus.said(WorkHeld)
        await stage.turn()
    stage.provider.batches_end = True
    async with stage.running() as bus:
        await stage.turn()
        await again(bus, held)
        assert len(bus.said(DraftExtracted)) == 1
    assert stage.provider.bill.answered.total() == 1


async def classified(blobs: MemoryBlobs, recipe: str) -> DocumentClassified:
    """A document that waits for extract."""
    text = "CORNER CAFE\nTotal 12.50"
    element = Element(id="e0", category="Text", text=text, page=1, start=0, end=len(text))
    parsed = ParsedDocument(text=text, pages=(Page(number=1),), elements=(element,), chunks=())
    source = Source(
        file_name="r.txt",
        original=await blobs.put("default", text.encode(), "text/plain"),
        media_type="text/plain",
        pages=1,
        parsed=await blobs.put("default", parsed.model_dump_json().encode(), "application/json"),
        submitted_at=datetime(2026, 1, 1, tzinfo=UTC),
        submission="s",
    )
    return DocumentClassified(
        document_id=uuid4(), source=source, recipe=recipe, confidence=1.0, decided_by="submitter"
    )
