"""How an event changes what the gateway knows of its document."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.contracts.base import BlobRef, Event
from winnow.contracts.dead_letters import DeadLettered
from winnow.contracts.documents import DocumentSubmitted
from winnow.contracts.held import WorkHeld
from winnow.contracts.results import ResultCompleted
from winnow.records.exclusive import one_at_a_time
from winnow.records.held import put_aside, waits_of
from winnow.records.statements import insert_ignore
from winnow.records.tables import gateway_documents as documents
from winnow.records.tables import gateway_events as events
from winnow.records.text import storable
from winnow_gateway.progress import Step, ends_the_way, moves, step_of


async def project(conn: AsyncConnection, event: Event) -> None:
    """Take an event in; a repeat changes nothing.

    One at a time, so that sequence numbers become visible in order and nobody who follows them
    skips one.
    """
    await one_at_a_time(conn, events.name)
    step = step_of(event)
    if not await _note(conn, event, step):
        return
    if isinstance(event, WorkHeld):
        await put_aside(conn, event)
    await _ensure(conn, event)
    own = select(documents).where(documents.c.document_id == str(event.document_id))
    row = (await conn.execute(own)).first()
    if row is not None:
        await _advance(conn, row, event, step)


async def _note(conn: AsyncConnection, event: Event, step: Step) -> bool:
    row = {
        "event_id": str(event.event_id),
        "document_id": str(event.document_id),
        "tenant": event.tenant,
        "type": event.type,
        "at": event.occurred_at,
        "data": json.dumps(step.told),
    }
    return await insert_ignore(conn, events, [row]) == 1


async def _ensure(conn: AsyncConnection, event: Event) -> None:
    """Whatever arrives first makes the document's row, as far as it knows it."""
    known = _described(event)
    if known is None:
        return
    file_name, original, submitted_at, submission, metadata = known
    row = {
        "document_id": str(event.document_id),
        "tenant": event.tenant,
        "file_name": _storable(file_name),
        "sha256": original.sha256,
        "size": original.size,
        "state": "submitted",
        "submission": submission,
        "submitted_at": submitted_at,
        "updated_at": event.occurred_at,
        "metadata": json.dumps(metadata),
    }
    if await insert_ignore(conn, documents, [row]):
        await _bury_at_once(conn, str(event.document_id))
        await hold_or_go_on(conn, str(event.document_id))


async def _bury_at_once(conn: AsyncConnection, document_id: str) -> None:
    """A dead letter may come before the event that names its document."""
    found = await conn.execute(
        select(events.c.data, events.c.at)
        .where(events.c.document_id == document_id, events.c.type == DeadLettered.type)
        .order_by(events.c.at)
    )
    for data, at in found:
        told = json.loads(data)
        if ends_the_way(told["service"], told["topic"]):
            change = {name: _storable(told[name]) for name in ("reason", "detail")}
            own = documents.c.document_id == document_id
            stage = told["service"]
            await conn.execute(
                update(documents)
                .where(own)
                .values(state="dead", stage=stage, updated_at=at, **change)
            )


async def hold_or_go_on(conn: AsyncConnection, document_id: str) -> None:
    """A document is held as long as a record of it waits, and processed from then on."""
    held = await waits_of(conn, document_id)
    own = documents.c.document_id == document_id
    if held is None:
        going = update(documents).where(own, documents.c.state == "held")
        await conn.execute(going.values(state="processing", reason=None, detail=None))
        return
    row = (await conn.execute(select(documents).where(own))).first()
    if row is not None:
        await _advance(conn, row, held, step_of(held))


async def _advance(conn: AsyncConnection, row: Row[Any], event: Event, step: Step) -> None:
    moved = moves(row.state, row.stage, row.updated_at, step, event.occurred_at)
    if not moved and step.state in ("held", "review", "completed", "dead"):
        return  # an older ending: what is known is newer
    overwrites = moved or event.occurred_at >= row.updated_at
    changes = {
        name: _storable(value)
        for name, value in step.columns.items()
        if value is not None and (overwrites or getattr(row, name) is None)
    }
    if moved:
        changes |= {"state": step.state, "stage": step.stage or event.type}
        changes["updated_at"] = max(event.occurred_at, row.updated_at)
        if step.state not in ("held", "dead"):
            changes |= {"reason": None, "detail": None}
    if changes:
        own = documents.c.document_id == row.document_id
        await conn.execute(update(documents).where(own).values(**changes))


def _storable(value: Any) -> Any:
    return storable(value) if isinstance(value, str) else value


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
