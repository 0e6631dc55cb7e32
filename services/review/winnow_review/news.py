"""GET /v1/reviews/events: what changes on the desk, as server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from fastapi import APIRouter
from sqlalchemy import func, select
from sse_starlette.sse import EventSourceResponse

from winnow.errors import UnreachableError
from winnow.observability.logs import get_logger
from winnow.records.database import Database
from winnow.records.moment import now
from winnow.records.tables import review_items
from winnow.web.problems import responses
from winnow_review.desk import Desk, OurDesk, Reader

log = get_logger(__name__)
router = APIRouter(tags=["queue"])
LOOKS: Final = 0.5  # seconds between two looks for news
OVERLAP: Final = timedelta(seconds=2)  # that clocks of replicas may differ, and commits be late
AT_ONCE: Final = 500  # documents named in one event
Changed = Callable[[datetime], Awaitable[dict[str, datetime]]]
Count = Callable[[], Awaitable[dict[str, int]]]
STREAM: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "Events `changed`: ids of what changed, and how many wait.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}


@router.get(
    "/v1/reviews/events",
    response_class=EventSourceResponse,
    responses={**STREAM, **responses(401, 403, 503)},
)
async def events(desk: OurDesk, who: Reader) -> EventSourceResponse:
    """What changes on the desk from now on: claims, writes, new documents. Has no end."""
    return EventSourceResponse(follow(desk, who.tenant))


def follow(desk: Desk, tenant: str) -> AsyncIterator[dict[str, str]]:
    """Ids of documents as they change; each change of a document is told once."""
    database = desk.queue.database

    async def changed(since: datetime) -> dict[str, datetime]:
        return await _changed(database, tenant, since)

    async def counts() -> dict[str, int]:
        return await _counts(database, tenant)

    return told(desk.closing, changed, counts)


async def told(
    closing: asyncio.Event, changed: Changed, count: Count
) -> AsyncIterator[dict[str, str]]:
    """The events: ids with the moments of their last change, asked for until `closing`."""
    since, known = now(), dict[str, datetime]()
    first = True
    while not closing.is_set():
        try:
            found = await changed(since - OVERLAP)
            fresh = [one for one, at in found.items() if known.get(one) != at]
            if fresh and not first:
                body = {"ids": fresh, "counts": await count()}
                yield {"event": "changed", "data": json.dumps(body)}
            since, known, first = max([since, *found.values()]), found, False
        except UnreachableError as error:  # who listens waits with us
            log.warning("news wait", error=str(error))
        with suppress(TimeoutError):
            await asyncio.wait_for(closing.wait(), LOOKS)


async def _changed(database: Database, tenant: str, since: datetime) -> dict[str, datetime]:
    items = review_items.c
    query = select(items.document_id, items.changed_at).where(
        items.tenant == tenant, items.changed_at > since
    )
    async with database.read() as conn:
        rows = await conn.execute(query.order_by(items.changed_at.desc()).limit(AT_ONCE))
        return {row.document_id: row.changed_at for row in rows}


async def _counts(database: Database, tenant: str) -> dict[str, int]:
    items = review_items.c
    query = select(items.state, func.count()).where(items.tenant == tenant).group_by(items.state)
    async with database.read() as conn:
        rows = await conn.execute(query)
        found: dict[str, int] = {row[0]: row[1] for row in rows}
    blind = found.pop("blind", 0)  # nobody may learn how many of the waiting are blind
    return {**found, "pending": found.get("pending", 0) + blind}
