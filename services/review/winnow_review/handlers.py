"""review.requested, review.decided, results.completed -> the queue"""

from dataclasses import dataclass

from winnow import streams
from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import ReviewDecided, ReviewRequested
from winnow.messaging.handler import Handler
from winnow.messaging.publisher import KafkaPublisher
from winnow_review.queue import Queue


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a handler may touch; chosen in app.py, faked in tests."""

    queue: Queue
    publisher: KafkaPublisher


async def enqueue(event: ReviewRequested, tools: Tools) -> None:
    """A person is asked."""
    await tools.queue.request(event)


async def settle(event: ReviewDecided | ResultCompleted, tools: Tools) -> None:
    """The document needs nobody any more."""
    await tools.queue.settle(event)


# Repeats are let through: the queue takes each event in once by itself.
HANDLERS = (
    Handler(streams.REVIEW_REQUESTED, enqueue, in_flight=64, once=None),
    Handler(streams.REVIEW_DECIDED, settle, in_flight=64, once=None),
    Handler(streams.COMPLETED, settle, in_flight=64, once=None),
)
