"""review.requested, review.changed, review.decided, results.completed, documents.parsed
-> the desk
questions.escalated, questions.decided
-> its questions
"""

from dataclasses import dataclass

from winnow import streams
from winnow.contracts.base import Event
from winnow.messaging.handler import Handler
from winnow.messaging.publisher import KafkaPublisher
from winnow_review.questions.cases import Cases
from winnow_review.queue import Queue


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a handler may touch; chosen in app.py, faked in tests."""

    queue: Queue
    cases: Cases
    publisher: KafkaPublisher


async def take_in(event: Event, tools: Tools) -> None:
    """Take the event into the document's history."""
    await tools.queue.take_in(event)


async def take_question_in(event: Event, tools: Tools) -> None:
    """Take the event into the question's history."""
    await tools.cases.take_in(event)


READ = (
    streams.REVIEW_REQUESTED,
    streams.REVIEW_CHANGED,
    streams.REVIEW_DECIDED,
    streams.COMPLETED,
    streams.PARSED,
)
QUESTIONS = (streams.QUESTIONS_ESCALATED, streams.QUESTIONS_DECIDED)
# Repeats are let through: the history takes each event in once by itself.
HANDLERS = tuple(
    Handler(stream, call, in_flight=64, once=None)
    for call, read in ((take_in, READ), (take_question_in, QUESTIONS))
    for stream in read
)
