"""The gateway's projection: where every document is, made of nothing but events."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.contracts.base import BlobRef, Event
from winnow.contracts.dead_letters import DeadLettered
from winnow.contracts.documents import DocumentSubmitted
from winnow.contracts.results import ResultCompleted
from winnow.records.database import Database
from winnow.records.moment import now
from winnow.records.statements import insert_ignore
from winnow.records.tables import gateway_documents as documents
from winnow.records.tables import gateway_events as events
from winnow_gateway.progress import ASIDE, Step, step_of

# Events of different topics may arrive in any order: a document never goes back down this ladder,
# unless something newer than its end happens to it (a replay, a second review).
RANK: Final = {"submitted": 0, "processing": 1, "review": 2, "completed": 3, "dead": 3}


class Documents:
    """Applies events, each once, and answers what is known."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def apply(self, event: Event) -> None:
        """Take an event in; a repeat changes nothing."""
        step = step_of(event)
        async with self._database.begin() as conn:
            if not await self._note(conn, event, step):
                return
            await self._ensure(conn, event)
            row = (
                await conn.execute(
                    select(documents).where(documents.c.document_id == str(event.document_id))
                )
            ).first()
            if row is not None:
                await self._advance(conn, row, event, step)

    async def find(self, tenant: str, document_id: str) -> dict[str, Any] | None:
        """What is known of a document."""
        async with self._database.read() as conn:
            row = (
                await conn.execute(
                    select(documents).where(
                        documents.c.document_id == document_id, documents.c.tenant == tenant
                    )
                )
            ).first()
        return None if row is None else dict(row._mapping)  # noqa: SLF001  (SQLAlchemy's API)

    async def page(
        self, tenant: str, state: str | None, before: datetime | None, limit: int
    ) -> Sequence[dict[str, Any]]:
        """Documents of a tenant, the newest first."""
        wanted = select(documents).where(documents.c.tenant == tenant)
        if state:
            wanted = wanted.where(documents.c.state == state)
        if before:
            wanted = wanted.where(documents.c.submitted_at < before)
        ordered = wanted.order_by(documents.c.submitted_at.desc()).limit(limit)
        async with self._database.read() as conn:
            return [dict(row._mapping) for row in await conn.execute(ordered)]  # noqa: SLF001

    async def events_after(
        self,
        tenant: str,
        after: int,
        limit: int,
        document_id: str | None = None,
        kind: type[Event] | None = None,
    ) -> Sequence[dict[str, Any]]:
        """What happened after a sequence number, in order; of one document or of one type."""
        wanted = select(events).where(events.c.tenant == tenant, events.c.seq > after)
        if document_id:
            wanted = wanted.where(events.c.document_id == document_id)
        if kind:
            wanted = wanted.where(events.c.type == kind.type)
        async with self._database.read() as conn:
            rows = await conn.execute(wanted.order_by(events.c.seq).limit(limit))
            return [{**row._mapping, "data": json.loads(row.data)} for row in rows]  # noqa: SLF001

    async def submissions(self, tenant: str, document_id: str) -> int:
        """How often a document was submitted until now."""
        counted = (
            select(func.count())
            .select_from(events)
            .where(
                events.c.tenant == tenant,
                events.c.document_id == document_id,
                events.c.type == DocumentSubmitted.type,
            )
        )
        async with self._database.read() as conn:
            return int(await conn.scalar(counted) or 0)

    async def _note(self, conn: AsyncConnection, event: Event, step: Step) -> bool:
        row = {
            "event_id": str(event.event_id),
            "document_id": str(event.document_id),
            "tenant": event.tenant,
            "type": event.type,
            "at": event.occurred_at,
            "data": json.dumps(step.told),
        }
        return await insert_ignore(conn, events, [row]) == 1

    async def _ensure(self, conn: AsyncConnection, event: Event) -> None:
        """Whatever arrives first makes the document's row, as far as it knows it."""
        known = _described(event)
        if known is None:
            return
        file_name, original, submitted_at, submission, metadata = known
        row = {
            "document_id": str(event.document_id),
            "tenant": event.tenant,
            "file_name": file_name,
            "sha256": original.sha256,
            "size": original.size,
            "state": "submitted",
            "submission": submission,
            "submitted_at": submitted_at,
            "updated_at": now(),
            "metadata": json.dumps(metadata),
        }
        if await insert_ignore(conn, documents, [row]):
            await self._bury_at_once(conn, str(event.document_id))

    async def _bury_at_once(self, conn: AsyncConnection, document_id: str) -> None:
        """A dead letter may come before the event that names its document."""
        found = await conn.execute(
            select(events.c.data).where(
                events.c.document_id == document_id, events.c.type == DeadLettered.type
            )
        )
        for told in [json.loads(row.data) for row in found]:
            if told["service"] not in ASIDE:
                change = {"state": "dead", "reason": told["reason"], "detail": told["detail"]}
                own = documents.c.document_id == document_id
                await conn.execute(update(documents).where(own).values(**change))

    async def _advance(
        self, conn: AsyncConnection, row: Row[Any], event: Event, step: Step
    ) -> None:
        changes: dict[str, Any] = {
            name: value
            for name, value in step.columns.items()
            if value is not None or name in ("reason", "detail")
        }
        if step.state and _moves(row, step.state, event):
            changes |= {"state": step.state, "updated_at": event.occurred_at}
            if step.state != "dead":
                changes |= {"reason": None, "detail": None}
        elif step.state in ("completed", "dead", "review"):
            return  # an older ending: what is known is newer
        if changes:
            await conn.execute(
                update(documents)
                .where(documents.c.document_id == row.document_id)
                .values(stage=event.type, **changes)
            )


def _moves(row: Row[Any], state: str, event: Event) -> bool:
    if RANK[state] >= RANK[row.state]:
        return True
    ended = row.state in ("completed", "dead", "review")
    return bool(ended and event.occurred_at > row.updated_at)


def _described(event: Event) -> tuple[str, BlobRef, datetime, str, dict[str, str]] | None:
    """File name, original, time and id of the submission, metadata; as far as the event knows."""
    if isinstance(event, DocumentSubmitted):
        identity = str(event.event_id)
        return event.file_name, event.blob, event.occurred_at, identity, event.metadata
    if isinstance(event, ResultCompleted):
        return event.file_name, event.original, event.submitted_at, "", event.metadata
    source = getattr(event, "source", None)
    if source is None:
        return None
    return (
        source.file_name,
        source.original,
        source.submitted_at,
        source.submission,
        source.metadata,
    )
