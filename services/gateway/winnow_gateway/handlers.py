"""every topic of a document's way, work.held too -> the projection; retries -> their topics"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

from winnow import streams
from winnow.contracts.base import Event
from winnow.contracts.dead_letters import RetryScheduled
from winnow.leaving import waiting
from winnow.messaging.handler import Handler
from winnow.messaging.publisher import KafkaPublisher
from winnow.messaging.remedies import TRIES_HEADER
from winnow.storage.port import BlobStore
from winnow_gateway.documents import Documents


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a handler may touch; chosen in app.py, faked in tests."""

    documents: Documents
    blobs: BlobStore
    publisher: KafkaPublisher


async def follow(event: Event, tools: Tools) -> None:
    """Take the event into the projection."""
    await tools.documents.apply(event)


async def send_again(event: RetryScheduled, tools: Tools) -> None:
    """Wait until the record is due, then put it back on its topic."""
    left = (event.due_at - datetime.now(UTC)).total_seconds()
    with waiting():
        await asyncio.sleep(max(left, 0.0))
    await tools.publisher.send_again(event, {TRIES_HEADER: str(event.attempt)})


# Repeats are let through: the projection takes each event in once by itself.
FOLLOWED = [
    Handler(stream, follow, in_flight=64, once=None)
    for stream in streams.ALL
    if "gateway" in stream.read_by and stream is not streams.RETRIES
]
HANDLERS = (*FOLLOWED, Handler(streams.RETRIES, send_again, in_flight=64))
