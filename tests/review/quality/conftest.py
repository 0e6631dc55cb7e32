"""A desk's history, written event by event."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar
from uuid import uuid4

import pytest

from winnow.contracts.base import Event
from winnow.contracts.evidence import Summary
from winnow.contracts.reviews import ReviewChanged, ReviewDecided, ReviewRequested
from winnow.records.database import Database
from winnow.records.moment import now
from winnow.security.keys import Principal, Role
from winnow.testing.sources import BLOB, source_of
from winnow_review.quality.answer import Quality
from winnow_review.quality.measuring import Meter
from winnow_review.queue import Queue

Taken = TypeVar("Taken", bound=Event)


@dataclass
class Diary:
    """Takes events into the history of a desk, and measures it."""

    database: Database

    async def ask(
        self, ago: timedelta = timedelta(hours=1), due: timedelta = timedelta(hours=5), **more: Any
    ) -> ReviewRequested:
        at = now() - ago
        source = source_of(submitted_at=at)
        told: dict[str, Any] = {
            "document_id": uuid4(),
            "occurred_at": at,
            "source": source,
            "recipe": "receipt",
            "extraction": BLOB,
            "summary": Summary(),
            "reasons": (),
            "rule": "r",
            "due_at": at + due,
            **more,
        }
        return await self._take(ReviewRequested(**told))

    async def decide(
        self, asked: ReviewRequested, reviewer: str, *fields: dict[str, Any], **more: Any
    ) -> ReviewDecided:
        told: dict[str, Any] = {
            **_about(asked, reviewer, revision=1, fields=fields),
            "source": asked.source,
            "recipe": asked.recipe,
            "outcome": "approved",
            **more,
        }
        return await self._take(ReviewDecided(**told))

    async def opine(
        self, asked: ReviewRequested, reviewer: str, *compared: tuple[str, Any, Any], **more: Any
    ) -> ReviewChanged:
        readings = [
            {"pointer": at, "first": one, "second": two, "same": one == two}
            for at, one, two in compared
        ]
        told: dict[str, Any] = {
            **_about(asked, reviewer, revision=2),
            "change": "opinion",
            "against": "decision",
            "compared": readings,
            **more,
        }
        return await self._take(ReviewChanged(**told))

    async def measured(
        self, *roles: Role, name: str = "olga", tenant: str = "default", days: int = 7
    ) -> Quality:
        who = Principal(name, tenant, frozenset(roles or {Role.OPERATOR}))
        return await Meter(self.database).measure(who, days)

    async def _take(self, event: Taken) -> Taken:
        await Queue(self.database).take_in(event)
        return event


def _about(asked: ReviewRequested, reviewer: str, **more: Any) -> dict[str, Any]:
    return {
        "document_id": asked.document_id,
        "tenant": asked.tenant,
        "requested": str(asked.event_id),
        "reviewer": reviewer,
        "occurred_at": min(now(), asked.occurred_at + timedelta(minutes=30)),
        **more,
    }


@pytest.fixture
def diary(database: Database) -> Diary:
    return Diary(database)
