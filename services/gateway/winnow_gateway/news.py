"""GET .../events: what happens, as server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Header
from sse_starlette.sse import EventSourceResponse

from winnow.errors import UnreachableError
from winnow.observability.logs import get_logger
from winnow.web.problems import responses
from winnow_gateway.desk import Desk, OurDesk, Submitter

log = get_logger(__name__)
router = APIRouter(prefix="/v1", tags=["news"])
LOOKS: Final = 0.3  # seconds between two looks for news
AT_ONCE: Final = 1000  # events handed over in one go
EVENT: Final = {
    "type": "object",
    "description": "One server-sent event.",
    "properties": {
        "id": {"type": "string", "pattern": "^[0-9]+$"},
        "event": {"type": "string", "description": "The type of what happened."},
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "description": "An object with `document_id`, `type`, `at` and what is told: `data`.",
        },
    },
    "required": ["id", "event", "data"],
}
STREAM: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "Server-sent events; `id` may be sent back as `Last-Event-ID`.",
        "content": {"text/event-stream": {"schema": EVENT}},
    }
}
LastEventId = Annotated[int, Header(ge=0, le=2**62, description="Begin after this event.")]


@router.get(
    "/documents/{document_id}/events",
    response_class=EventSourceResponse,
    responses={**STREAM, **responses(401, 403, 404, 422, 503)},
)
async def document_events(
    desk: OurDesk, document_id: UUID, who: Submitter, last_event_id: LastEventId = 0
) -> EventSourceResponse:
    """What happens to one document, from its beginning or after `Last-Event-ID`, to its end."""
    await desk.found(who, document_id)
    return EventSourceResponse(follow(desk, who.tenant, last_event_id, str(document_id)))


@router.get(
    "/events",
    response_class=EventSourceResponse,
    responses={**STREAM, **responses(401, 403, 422, 503)},
)
async def all_events(
    desk: OurDesk, who: Submitter, last_event_id: LastEventId = 0
) -> EventSourceResponse:
    """What happens to all documents of the tenant; has no end."""
    return EventSourceResponse(follow(desk, who.tenant, last_event_id))


async def follow(
    desk: Desk, tenant: str, after: int, document_id: str | None = None
) -> AsyncIterator[dict[str, str]]:
    """Events as they come: until the service closes, or the one document ends."""
    while not desk.closing.is_set():
        try:
            ended = document_id is not None and await _ended(desk, tenant, document_id)
            steps = await desk.documents.events_after(tenant, after, AT_ONCE, document_id)
        except UnreachableError as error:  # the reader waits with us
            log.warning("news wait", error=str(error))
            ended, steps = False, ()
        for step in steps:
            after = step["seq"]
            yield _told(step)
        if ended and len(steps) < AT_ONCE:
            return
        await _pause(desk.closing)


async def _ended(desk: Desk, tenant: str, document_id: str) -> bool:
    row = await desk.documents.find(tenant, document_id)
    return row is None or row["state"] in ("completed", "dead")


async def _pause(closing: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(closing.wait(), LOOKS)
    except TimeoutError:
        return


def _told(step: dict[str, Any]) -> dict[str, str]:
    told = {key: step[key] for key in ("document_id", "type", "data")}
    told["at"] = step["at"].isoformat()
    return {"id": str(step["seq"]), "event": step["type"], "data": json.dumps(told)}
