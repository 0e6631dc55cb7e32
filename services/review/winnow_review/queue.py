"""The queue: a projection of review events, and the claims that people hold on it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import ReviewDecided, ReviewRequested
from winnow.records.database import Database
from winnow.records.moment import now
from winnow.records.statements import insert_ignore, upsert
from winnow.records.tables import review_items as items
from winnow.records.tables import review_outbox as outbox
from winnow.web.problems import ProblemError

PRIORITY: Final = 10.0  # how many doubts a step of priority outweighs
WITHOUT_RECIPE: Final = 5.0  # a document that nobody knows the type of


@dataclass(frozen=True, slots=True)
class Claim:
    """Who holds a document, and for how long from now."""

    reviewer: str
    lease: timedelta


class Queue:
    """Documents that wait for a person."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def request(self, event: ReviewRequested) -> None:
        """Put a document into the queue; a repeat of the same request changes nothing."""
        async with self._database.begin() as conn:
            known = await _find(conn, event.tenant, str(event.document_id))
            if known is not None and _request_id(known) == str(event.event_id):
                return
            await upsert(conn, items, _row(event, 0 if known is None else known.revision + 1))

    async def settle(self, event: ReviewDecided | ResultCompleted) -> None:
        """Take a document out of the queue: it was decided, or its result is there."""
        async with self._database.begin() as conn:
            known = await _find(conn, event.tenant, str(event.document_id))
            if known is None or known.state == "decided":
                return
            if isinstance(event, ReviewDecided) and event.requested != _request_id(known):
                return  # about an earlier request
            if isinstance(event, ResultCompleted) and event.occurred_at < known.created_at:
                return
            told = event.model_dump_json() if isinstance(event, ReviewDecided) else None
            await _change(conn, known, state="decided", decided=told)

    async def page(
        self, tenant: str, state: str, recipe: str | None, limit: int, offset: int
    ) -> tuple[Sequence[dict[str, Any]], int]:
        """Items, what has most at stake first, and how many there are in all."""
        wanted = [items.c.tenant == tenant, items.c.state == state]
        if recipe:
            wanted.append(items.c.recipe == recipe)
        ordered = (
            select(items)
            .where(*wanted)
            .order_by(items.c.score.desc(), items.c.due_at, items.c.document_id)
        )
        async with self._database.read() as conn:
            rows = await conn.execute(ordered.limit(limit).offset(offset))
            found = [_plain(row) for row in rows]
            total = await conn.scalar(select(func.count()).select_from(items).where(*wanted))
        return found, int(total or 0)

    async def find(self, tenant: str, document_id: str) -> dict[str, Any]:
        """One item; ProblemError 404 if there is none."""
        async with self._database.read() as conn:
            return _plain(_needed(await _find(conn, tenant, document_id), document_id))

    async def claim(self, tenant: str, document_id: str, claim: Claim) -> dict[str, Any]:
        """Take or renew a claim; 409 while somebody else's lease lasts."""
        async with self._database.begin() as conn:
            known = _needed(await _find(conn, tenant, document_id), document_id)
            _refuse_decided(known)
            _refuse_foreign(known, claim.reviewer)
            until = now() + claim.lease
            await _change(conn, known, claimed_by=claim.reviewer, lease_until=until)
            return _plain(_needed(await _find(conn, tenant, document_id), document_id))

    async def release(self, tenant: str, document_id: str, reviewer: str) -> dict[str, Any]:
        """Give a claim back; 409 if it is somebody else's."""
        async with self._database.begin() as conn:
            known = _needed(await _find(conn, tenant, document_id), document_id)
            _refuse_foreign(known, reviewer)
            await _change(conn, known, claimed_by=None, lease_until=None)
            return _plain(_needed(await _find(conn, tenant, document_id), document_id))

    async def decide(self, event: ReviewDecided) -> None:
        """Store a decision, to be published: both or neither.

        `event.revision` must be one more than the item's, else 409 `stale_revision`.
        """
        document_id = str(event.document_id)
        async with self._database.begin() as conn:
            known = _needed(await _find(conn, event.tenant, document_id), document_id)
            _refuse_decided(known)
            _refuse_foreign(known, event.reviewer)
            if known.revision + 1 != event.revision:
                told = f"the document is at revision {known.revision}; look at it again"
                raise ProblemError(409, "stale_revision", told)
            row = {
                "event_id": str(event.event_id),
                "event": event.model_dump_json(),
                "published": False,
                "at": now(),
            }
            await insert_ignore(conn, outbox, [row])
            told = event.model_dump_json()
            await _change(conn, known, state="decided", decided=told, revision=event.revision)

    async def unpublished(self) -> list[ReviewDecided]:
        """Decisions that were stored and not yet sent, oldest first."""
        wanted = select(outbox.c.event).where(outbox.c.published.is_(False))
        async with self._database.read() as conn:
            rows = await conn.execute(wanted.order_by(outbox.c.at))
            return [ReviewDecided.model_validate_json(row.event) for row in rows]

    async def mark_published(self, event: ReviewDecided) -> None:
        """Note that a decision is on its topic."""
        async with self._database.begin() as conn:
            own = outbox.c.event_id == str(event.event_id)
            await conn.execute(update(outbox).where(own).values(published=True))


def score_of(event: ReviewRequested) -> float:
    """What is at stake: values in doubt, a type that nobody knows, and the sender's priority."""
    unknown = WITHOUT_RECIPE if event.recipe is None else 0.0
    return len(event.doubtful) + unknown + PRIORITY * event.priority


def _row(event: ReviewRequested, revision: int) -> dict[str, Any]:
    return {
        "document_id": str(event.document_id),
        "tenant": event.tenant,
        "recipe": event.recipe,
        "file_name": event.source.file_name,
        "state": "pending",
        "priority": event.priority,
        "due_at": event.due_at,
        "score": score_of(event),
        "requested": event.model_dump_json(),
        "claimed_by": None,
        "lease_until": None,
        "revision": revision,
        "decided": None,
        "created_at": event.occurred_at,
        "updated_at": now(),
    }


async def _find(conn: AsyncConnection, tenant: str, document_id: str) -> Row[Any] | None:
    own = select(items).where(items.c.document_id == document_id, items.c.tenant == tenant)
    return (await conn.execute(own)).first()


async def _change(conn: AsyncConnection, known: Row[Any], **values: Any) -> None:
    own = items.c.document_id == known.document_id
    await conn.execute(update(items).where(own).values(updated_at=now(), **values))


def _needed(row: Row[Any] | None, document_id: str) -> Row[Any]:
    if row is None:
        raise ProblemError(404, "document_unknown", f"no review of document {document_id}")
    return row


def _refuse_decided(known: Row[Any]) -> None:
    if known.state == "decided":
        raise ProblemError(409, "already_decided", "the document has been decided")


def _refuse_foreign(known: Row[Any], reviewer: str) -> None:
    held = known.claimed_by is not None and known.lease_until > now()
    if held and known.claimed_by != reviewer:
        told = f"{known.claimed_by} holds it until {known.lease_until.isoformat()}"
        raise ProblemError(409, "claimed", told)


def _request_id(known: Row[Any]) -> str:
    return str(json.loads(known.requested)["event_id"])


def _plain(row: Row[Any]) -> dict[str, Any]:
    return {**row._mapping, "requested": ReviewRequested.model_validate_json(row.requested)}  # noqa: SLF001
