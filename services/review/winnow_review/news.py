"""GET /v1/reviews/events: what changes on the desk, as server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator
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
STREAM: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "Events `changed`: ids of documents that changed, and how many wait.",
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


async def follow(desk: Desk, tenant: str) -> AsyncIterator[dict[str, str]]:
    """Ids of documents as they change; each change of a document is told once."""
    since, told, known = now(), dict[str, datetime](), False
    while not desk.closing.is_set():
        try:
            changed = await _changed(desk.queue.database, tenant, since - OVERLAP)
            fresh = [one for one, at in changed.items() if told.get(one) != at]
            if known and fresh:
                counts = await _counts(desk.queue.database, tenant)
                yield {"event": "changed", "data": json.dumps({"ids": fresh, "counts": counts})}
            since, told, known = max([since, *changed.values()]), changed, True
        except UnreachableError as error:  # who listens waits with us
            log.warning("news wait", error=str(error))
        with suppress(TimeoutError):
            await asyncio.wait_for(desk.closing.wait(), LOOKS)


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
