"""The desk made anew from the log: whatever its tables lost or got wrong."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from typing import Any, Final, Protocol

from sqlalchemy import select

from winnow import streams
from winnow.contracts.base import Event
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
Key = tuple[str, str]  # tenant, id
Read = Callable[[Stream], Iterator[Reread]]


class Memory(Protocol):
    """A history, and what follows from it for each tenant and id."""

    async def add(self, events: Sequence[Event], /) -> None:
        """Take events into the history alone."""
        ...

    async def project(self, wanted: Iterable[Key], /) -> None:
        """Make what follows."""
        ...


async def rebuild(queue: Queue, read: Read) -> AsyncIterator[dict[str, Any]]:
    """Read every topic of the desk again, then make every document's item; tells how far it is.

    The desk goes on meanwhile. History is only ever added to, so that writes which are not on
    their topic yet survive. Claims last.
    """
    async for step in read_again(queue, ORDER, read):
        yield step
    async for step in make_again(queue, await _documents(queue), "documents"):
        yield step


async def read_again(
    memory: Memory, topics: Iterable[Stream], read: Read
) -> AsyncIterator[dict[str, Any]]:
    """Add to a history all that its topics hold; tells how far it is."""
    for stream in topics:
        told: dict[str, Any] = {"topic": stream.topic, "read": 0, "total": 0}
        batches = read(stream)
        while (batch := await asyncio.to_thread(next, batches, None)) is not None:
            await memory.add(batch.events)
            told |= {"read": batch.read, "total": batch.total}
            yield told
        yield {**told, "done": True}


async def make_again(
    memory: Memory, known: Sequence[Key], name: str
) -> AsyncIterator[dict[str, Any]]:
    """Make what follows from a history, some at once; tells how many of `name` are made."""
    for start in range(0, len(known), AT_ONCE):
        await memory.project(known[start : start + AT_ONCE])
        yield {name: min(start + AT_ONCE, len(known)), "total": len(known)}
    yield {name: len(known), "total": len(known), "done": True}


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
