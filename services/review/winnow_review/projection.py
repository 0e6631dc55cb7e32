"""How events change the queue. Events of different topics may arrive in any order.

`updated_at` is when the newest request was made or, if later, the newest result: both by the
clock of `route`, so that a request is told from an older one whatever the reviewers' clock says.
"""

import json
from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import ReviewDecided, ReviewRequested
from winnow.records.exclusive import one_at_a_time
from winnow.records.statements import upsert
from winnow.records.tables import review_items as items

PENDING: Final = "pending"
DECIDED: Final = "decided"
ENDED: Final = "ended"  # an end came before its request: kept so that the request stays closed


async def locked(conn: AsyncConnection, tenant: str, document_id: str) -> Row[Any] | None:
    """A document's item, which nobody else can change until the transaction ends."""
    await one_at_a_time(conn, f"{items.name}/{document_id}")
    own = select(items).where(items.c.document_id == document_id, items.c.tenant == tenant)
    return (await conn.execute(own)).first()


async def ask(conn: AsyncConnection, event: ReviewRequested, score: float) -> None:
    """Put a document into the queue, unless this request is known, old or already answered."""
    known = await locked(conn, event.tenant, str(event.document_id))
    row = _row(event, score)
    if known is None:
        await upsert(conn, items, row)
        return
    if requested_id(known) == str(event.event_id):
        return
    if known.state == PENDING:
        if event.occurred_at >= known.created_at:
            await upsert(conn, items, {**row, "revision": known.revision + 1})
        return
    answered = known.decided and json.loads(known.decided)["requested"] == str(event.event_id)
    if not answered and event.occurred_at >= known.updated_at:
        await upsert(conn, items, {**row, "revision": known.revision + 1})
    elif answered or known.state == ENDED:
        closed = {name: getattr(known, name) for name in ("decided", "revision", "updated_at")}
        await upsert(conn, items, {**row, **closed, "state": DECIDED})


async def settle(conn: AsyncConnection, event: ReviewDecided | ResultCompleted) -> None:
    """Take a document out of the queue: it was decided, or its result is there."""
    known = await locked(conn, event.tenant, str(event.document_id))
    told = event.model_dump_json() if isinstance(event, ReviewDecided) else None
    if known is None:
        await upsert(conn, items, {**_end(event), "decided": told})
        return
    answers = isinstance(event, ReviewDecided) and event.requested == requested_id(known)
    if known.state == PENDING and not _ends(event, known):
        return
    if known.state != PENDING and not answers and event.occurred_at <= known.updated_at:
        return
    change: dict[str, Any] = {"document_id": known.document_id}
    if known.state == PENDING:
        change["state"] = DECIDED
    if told:
        change["decided"] = told
    if not answers:
        change["updated_at"] = max(event.occurred_at, known.updated_at)
    await upsert(conn, items, {**known._mapping, **change})  # noqa: SLF001  (SQLAlchemy's API)


def requested_id(known: Row[Any]) -> str | None:
    """Event id of the request that an item stands for."""
    return str(json.loads(known.requested)["event_id"]) if known.requested else None


def _ends(event: ReviewDecided | ResultCompleted, known: Row[Any]) -> bool:
    """Whether the event is about the request that is pending, not about an earlier one."""
    if isinstance(event, ReviewDecided):
        return event.requested == requested_id(known)
    return bool(event.occurred_at >= known.created_at)


def _row(event: ReviewRequested, score: float) -> dict[str, Any]:
    return {
        "document_id": str(event.document_id),
        "tenant": event.tenant,
        "recipe": event.recipe,
        "file_name": _storable(event.source.file_name),
        "state": PENDING,
        "priority": event.priority,
        "due_at": event.due_at,
        "score": score,
        "requested": event.model_dump_json(),
        "claimed_by": None,
        "lease_until": None,
        "revision": 0,
        "decided": None,
        "created_at": event.occurred_at,
        "updated_at": event.occurred_at,
    }


def _end(event: ReviewDecided | ResultCompleted) -> dict[str, Any]:
    named = event.source if isinstance(event, ReviewDecided) else event
    return {
        "document_id": str(event.document_id),
        "tenant": event.tenant,
        "recipe": event.recipe,
        "file_name": _storable(named.file_name),
        "state": ENDED,
        "priority": 0,
        "due_at": event.occurred_at,
        "score": 0.0,
        "requested": "",
        "revision": event.revision if isinstance(event, ReviewDecided) else 0,
        "created_at": event.occurred_at,
        "updated_at": event.occurred_at,
    }


def _storable(text: str) -> str:
    """PostgreSQL has no NUL in a text."""
    return text.replace("\0", "")
