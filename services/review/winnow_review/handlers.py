"""review.requested, review.changed, review.decided, results.completed, documents.parsed
-> the desk
"""

from dataclasses import dataclass

from winnow import streams
from winnow.contracts.base import Event
from winnow.messaging.handler import Handler
from winnow.messaging.publisher import KafkaPublisher
from winnow_review.queue import Queue


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a handler may touch; chosen in app.py, faked in tests."""

    queue: Queue
    publisher: KafkaPublisher


async def take_in(event: Event, tools: Tools) -> None:
    """Take the event into the document's history."""
    await tools.queue.take_in(event)


READ = (
    streams.REVIEW_REQUESTED,
    streams.REVIEW_CHANGED,
    streams.REVIEW_DECIDED,
    streams.COMPLETED,
    streams.PARSED,
)
# Repeats are let through: the history takes each event in once by itself.
HANDLERS = tuple(Handler(stream, take_in, in_flight=64, once=None) for stream in READ)
