"""The queue, whatever order its events arrive in."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from winnow.contracts.evidence import Completeness, Summary
from winnow.contracts.results import Cost, Latency, ResultCompleted
from winnow.contracts.reviews import ReviewDecided, ReviewRequested
from winnow.records.database import Database
from winnow.security.keys import Principal, Role
from winnow.testing.sources import BLOB, START, source_of
from winnow.web.problems import ProblemError
from winnow_review.ordering import Order, Sought
from winnow_review.queue import Queue
from winnow_review.score import order_of

ANN = Principal("ann", "default", frozenset({Role.REVIEWER}))
DOCUMENT = uuid4()
SOURCE = source_of()


def at(second: int) -> dict[str, Any]:
    return {"document_id": DOCUMENT, "occurred_at": START + timedelta(seconds=second)}


def asked(second: int, **changes: Any) -> ReviewRequested:
    fields: dict[str, Any] = {
        "source": SOURCE,
        "recipe": "receipt",
        "extraction": BLOB,
        "summary": Summary(),
        "reasons": (),
        "rule": "r",
        "due_at": START + timedelta(days=30),
        **at(second),
    }
    return ReviewRequested(**{**fields, **changes})


def answered(request: ReviewRequested, second: int) -> ReviewDecided:
    return ReviewDecided(
        source=SOURCE,
        requested=str(request.event_id),
        reviewer="ann",
        outcome="approved",
        recipe="receipt",
        revision=1,
        **at(second),
    )


def completed(second: int) -> ResultCompleted:
    return ResultCompleted(
        file_name="a.pdf",
        original=BLOB,
        recipe="receipt",
        outcome="accepted",
        decided_by="rule:r",
        body=None,
        body_ref=BLOB,
        confidence=1,
        classification=1,
        completeness=Completeness(complete=True),
        cost=Cost(usd=0, calls=0, unpriced_calls=0, input_tokens=0, output_tokens=0),
        latency=Latency(total_seconds=1),
        submitted_at=START,
        **at(second),
    )


@pytest.fixture
def queue(database: Database) -> Queue:
    return Queue(database)


async def take(queue: Queue, *events: ReviewRequested | ReviewDecided | ResultCompleted) -> int:
    """Take the events in; how many documents wait then."""
    for event in events:
        await queue.take_in(event)
    _, waiting = await Order(queue.database).page(ANN, Sought())
    return waiting


async def test_a_request_that_comes_after_its_decision_stays_closed(queue: Queue) -> None:
    request = asked(1)
    assert await take(queue, answered(request, 5), request) == 0
    item = await queue.find(ANN, str(DOCUMENT))
    assert item.item.state == "decided"


async def test_a_request_that_comes_after_its_result_stays_closed(queue: Queue) -> None:
    assert await take(queue, completed(9), asked(1)) == 0
    assert await take(queue, asked(20)) == 1


async def test_requests_and_decisions_read_topic_by_topic_leave_nothing_open(
    queue: Queue,
) -> None:
    first, second = asked(1), asked(10)
    decisions = (answered(first, 5), answered(second, 15))
    assert await take(queue, *decisions, completed(20), first, second) == 0


async def test_a_queue_that_is_rebuilt_keeps_what_is_open(queue: Queue) -> None:
    first, second = asked(1), asked(10)
    assert await take(queue, answered(first, 5), first, second) == 1
    item = await queue.find(ANN, str(DOCUMENT))
    assert item.item.request.event_id == second.event_id


async def test_an_older_request_does_not_replace_a_newer_one(queue: Queue) -> None:
    newer = asked(10)
    assert await take(queue, newer, asked(1)) == 1
    item = await queue.find(ANN, str(DOCUMENT))
    assert item.item.request.event_id == newer.event_id


async def test_a_result_that_is_older_than_the_request_leaves_it_open(queue: Queue) -> None:
    assert await take(queue, asked(10), completed(5)) == 1
    assert await take(queue, completed(15)) == 0


async def test_a_reviewer_whose_clock_is_ahead_does_not_swallow_the_next_request(
    queue: Queue,
) -> None:
    first = asked(1)
    assert await take(queue, first, answered(first, 3600), asked(60)) == 1


async def test_a_document_that_was_never_asked_about_is_not_shown(queue: Queue) -> None:
    assert await take(queue, completed(5)) == 0
    with pytest.raises(ProblemError):
        await queue.find(ANN, str(DOCUMENT))


async def test_a_strange_name_still_reaches_the_queue(queue: Queue) -> None:
    source = SOURCE.model_copy(update={"file_name": "a\0.pdf"})
    assert await take(queue, asked(1, source=source)) == 1
    [shown], _ = await Order(queue.database).page(ANN, Sought())
    assert shown["file_name"] == "a.pdf"


def test_the_score_weighs_what_must_not_be_missing_and_what_is_due() -> None:
    plain = order_of(asked(0, doubtful=("/note",)))
    weighty = order_of(asked(0, doubtful=("/total",)), must_have=("/total",))
    urgent = order_of(asked(0, doubtful=("/note",), due_at=START))
    unknown = order_of(asked(0, doubtful=("/note",), recipe=None))
    assert plain < weighty < min(urgent, unknown)
    assert order_of(asked(0, priority=1)) > urgent > plain
