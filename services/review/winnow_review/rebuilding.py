"""The desk made anew from the log: whatever its tables lost or got wrong."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Final

from sqlalchemy import select

from winnow import streams
from winnow.messaging.rereading import Reread
from winnow.records.tables import review_history, review_items
from winnow.streams import Stream
from winnow_review.queue import Queue

ORDER: Final = (  # requests first: of other documents nothing is kept
    streams.REVIEW_REQUESTED,
    streams.REVIEW_CHANGED,
    streams.REVIEW_DECIDED,
    streams.COMPLETED,
    streams.PARSED,
)
AT_ONCE: Final = 200  # documents made in one transaction
Read = Callable[[Stream], Iterator[Reread]]


async def rebuild(queue: Queue, read: Read) -> AsyncIterator[dict[str, Any]]:
    """Read every topic of the desk again, then make every document's item; tells how far it is.

    The desk goes on meanwhile. History is only ever added to, so that writes which are not on
    their topic yet survive. Claims last.
    """
    for stream in ORDER:
        told: dict[str, Any] = {"topic": stream.topic, "read": 0, "total": 0}
        batches = read(stream)
        while (batch := await asyncio.to_thread(next, batches, None)) is not None:
            await queue.add(batch.events)
            told |= {"read": batch.read, "total": batch.total}
            yield told
        yield {**told, "done": True}
    documents = await _documents(queue)
    for start in range(0, len(documents), AT_ONCE):
        await queue.project(documents[start : start + AT_ONCE])
        done = min(start + AT_ONCE, len(documents))
        yield {"documents": done, "total": len(documents)}
    yield {"documents": len(documents), "total": len(documents), "done": True}


async def missing(queue: Queue) -> list[tuple[str, str]]:
    """Tenant and id of documents with a history and no item."""
    return await _documents(queue, lacking=True)


async def _documents(queue: Queue, *, lacking: bool = False) -> list[tuple[str, str]]:
    asked = (
        select(review_history.c.tenant, review_history.c.document_id)
        .where(review_history.c.kind == "requested")
        .distinct()
    )
    if lacking:
        asked = asked.where(review_history.c.document_id.not_in(select(review_items.c.document_id)))
    async with queue.database.read() as conn:
        return [(row.tenant, row.document_id) for row in await conn.execute(asked)]
