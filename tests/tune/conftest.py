"""Documents that models answered and people decided, and who serves, in memory."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from winnow.contracts.base import BlobRef
from winnow.contracts.documents import Source
from winnow.contracts.drafts import DraftExtracted
from winnow.contracts.evidence import (
    Completeness,
    Extraction,
    Leaf,
    Provenance,
    Summary,
)
from winnow.contracts.results import Cost, Latency, ResultBody, ResultCompleted
from winnow.contracts.reviews import FieldDecision, ReviewDecided, request_id_of
from winnow.contracts.tuning import ModelRef, Task
from winnow.contracts.usage import Usage
from winnow.records.database import Database
from winnow.records.live_quality import LiveQuality
from winnow.records.shadows import Shadows
from winnow.records.trials import Trials
from winnow.records.tuning_events import TuningEvents
from winnow.records.tuning_runs import TuningRuns
from winnow.retraining.canary import Rules
from winnow.testing.blobs import MemoryBlobs
from winnow.testing.serving import MemoryServing
from winnow_tune.acting import Bystander, Nobody
from winnow_tune.handlers import Tools, follow
from winnow_tune.trying import Manner, Trier

RECIPE = "receipt"
OLD = ModelRef(version="1", model="base+receipt@aaaa")
NEW = ModelRef(version="2", model="base+receipt@bbbb")


@dataclass
class Kept:
    """Examples by the document they were made of."""

    documents: list[UUID] = field(default_factory=list)

    async def keep(self, decision: ReviewDecided, result: ResultCompleted) -> dict[Task, int]:
        self.documents.append(decision.document_id)
        return {"extract": 1}


class World:
    """The service's stores and handlers, and documents for them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.blobs = MemoryBlobs()
        self.events = TuningEvents(database)
        self.live = LiveQuality(database)
        self.shadows = Shadows(database)
        self.trials = Trials(database)
        self.runs = TuningRuns(database)
        self.registry = MemoryServing()
        self.examples = Kept()
        self.tools = Tools(
            blobs=self.blobs,
            events=self.events,
            live=self.live,
            shadows=self.shadows,
            registry=self.registry,
            examples=self.examples,
            shadow=1.0,
        )

    def trier(self, bystander: Bystander | None = None, **manner: Any) -> Trier:
        told = {"rules": Rules(), "bar": None, "watch": 500, "look": 30.0, **manner}
        return Trier(
            self.registry,
            self.trials,
            self.live,
            self.shadows,
            Manner(**told),
            bystander or Nobody(),
        )

    async def follow(self, *events: Any) -> None:
        for event in events:
            await follow(event, self.tools)

    async def draft(
        self, document: UUID, model: str, total: float = 12.5, at: datetime | None = None
    ) -> DraftExtracted:
        """An answer of a model."""
        by = Provenance(decided_by=f"model:{model}", model=model)
        extraction = Extraction(
            recipe=RECIPE,
            data={"total": total},
            leaves={"/total": Leaf(value=total, confidence=0.5, provenance=by)},
            completeness=Completeness(complete=True),
        )
        return DraftExtracted(
            document_id=document,
            occurred_at=at or datetime.now(UTC),
            source=await self.source(),
            recipe=RECIPE,
            classification=1.0,
            decided_by="submitter",
            extraction=await self.put(extraction.model_dump_json()),
            usage=(Usage(model=model, stage="extract", cost_usd=0.01),),
            seconds=2.0,
        )

    async def source(self) -> Source:
        text = await self.put("{}")
        return Source(
            file_name="r.txt",
            original=text,
            media_type="text/plain",
            pages=1,
            parsed=text,
            submitted_at=datetime.now(UTC),
            submission=str(uuid4()),
        )

    async def put(self, text: str) -> BlobRef:
        return await self.blobs.put("default", text.encode(), "application/json")

    async def result(self, draft: DraftExtracted, outcome: Any = "reviewed") -> ResultCompleted:
        body = ResultBody(data={}, leaves={}, summary=Summary())
        return ResultCompleted(
            document_id=draft.document_id,
            file_name="r.txt",
            original=draft.source.original,
            recipe=draft.recipe,
            outcome=outcome,
            decided_by="reviewer:ann" if outcome == "reviewed" else "rule:r",
            body=body,
            body_ref=await self.put(body.model_dump_json()),
            confidence=1.0,
            classification=1.0,
            completeness=Completeness(complete=True),
            cost=Cost(usd=0.01, calls=1, unpriced_calls=0, input_tokens=1, output_tokens=1),
            latency=Latency(total_seconds=3.0),
            submitted_at=draft.source.submitted_at,
        )

    async def reviewed(self, model: str, *, changed: bool, document: UUID | None = None) -> UUID:
        """A document that a model answered and a person decided, changing the total or not."""
        draft = await self.draft(document or uuid4(), model)
        decided = decision(draft, 99.0 if changed else 12.5)
        await self.follow(draft, decided, await self.result(draft))
        return draft.document_id

    async def accepted(self, model: str, document: UUID | None = None) -> UUID:
        """A document that a model answered and nobody looked at."""
        draft = await self.draft(document or uuid4(), model)
        await self.follow(draft, await self.result(draft, "accepted"))
        return draft.document_id


def decision(draft: DraftExtracted, total: float = 12.5, **told: Any) -> ReviewDecided:
    """What a person says of the total."""
    right = total == 12.5
    one = FieldDecision(pointer="/total", action="confirm" if right else "correct", value=total)
    return ReviewDecided(
        document_id=draft.document_id,
        **{
            "source": draft.source,
            "requested": str(request_id_of(draft.event_id)),
            "reviewer": "ann",
            "outcome": "approved",
            "recipe": draft.recipe,
            "fields": (one,),
            "revision": 1,
            **told,
        },
    )


@pytest.fixture
def decide() -> Callable[..., ReviewDecided]:
    return decision


@pytest.fixture
def world(database: Database) -> World:
    """Where nobody was named to serve yet."""
    return World(database)
