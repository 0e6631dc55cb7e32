"""The desk made anew from its topics, on every database."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic
from sqlalchemy import delete, text

from winnow import streams
from winnow.config import Settings
from winnow.contracts.base import Event
from winnow.contracts.reviews import ReviewDecided
from winnow.messaging.cloudevents import encode
from winnow.messaging.rereading import Reread, reread
from winnow.records.tables import review_history, review_items
from winnow.streams import Stream
from winnow_review.rebuilding import missing, rebuild

Desktop = Any  # see conftest.py
TOTAL = {"pointer": "/total", "action": "correct", "value": 12.5, "reason": "ocr"}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.live)])
def desk_url(request: pytest.FixtureRequest, tmp_path: Any) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'review.db'}"
    make: Callable[[], str] = request.getfixturevalue("new_postgresql")
    return make()


@pytest.fixture
def desk(open_desk: Any) -> Desktop:
    return open_desk(review_double_share=1.0)


def reader(events: list[Event]) -> Callable[[Stream], Iterator[Reread]]:
    def read(stream: Stream) -> Iterator[Reread]:
        own = [event for event in events if isinstance(event, stream.carries)]
        for number, event in enumerate(own, start=1):
            yield Reread([event], number, len(own))

    return read


async def rows(desk: Desktop) -> dict[str, tuple[Any, ...]]:
    async with desk.database.read() as conn:
        found = await conn.execute(review_items.select())
        return {
            row.document_id: (row.state, row.revision, row.score, row.request_id, row.assigned_to)
            for row in found
        }


async def worked(desk: Desktop) -> list[Event]:
    """A desk at which all kinds of things happened, and all that its topics hold of it."""
    asked = [await desk.ask() for _ in range(4)]
    bob = desk.as_("bob")
    note = {"revision": 0, "fields": [TOTAL]}
    await desk.http.post(f"/v1/reviews/{asked[0].document_id}/fields", json=note)
    for event in asked[1:3]:
        await desk.decide(event.document_id, fields=[TOTAL])
    other = {"revision": 1, "outcome": "approved", "fields": [{**TOTAL, "value": 9.0}]}
    await bob.post(f"/v1/reviews/{asked[2].document_id}/decide", json=other)
    await desk.http.post(f"/v1/reviews/{asked[3].document_id}/assign", json={"reviewer": "bob"})
    await desk.desk.outbox.send()
    return [*asked, *desk.publisher.events]


async def test_a_lost_desk_is_made_anew_from_its_topics(desk: Desktop) -> None:
    log = await worked(desk)
    before = await rows(desk)
    assert {state for state, *_ in before.values()} == {"pending", "blind", "disputed"}
    async with desk.database.begin() as conn:
        await conn.execute(delete(review_items))
        await conn.execute(delete(review_history))
    steps = [step async for step in rebuild(desk.queue, reader(log))]
    assert await rows(desk) == before
    assert steps[-1] == {"documents": 4, "total": 4, "done": True}


async def test_rebuilding_mends_rows_and_loses_no_write_that_is_not_sent_yet(
    desk: Desktop,
) -> None:
    log = await worked(desk)
    document = next(iter(await rows(desk)))
    shown = (await desk.http.get(f"/v1/reviews/{document}")).json()
    note = {"revision": shown["revision"], "fields": [{"pointer": "/date", "action": "clear"}]}
    await desk.http.post(f"/v1/reviews/{document}/fields", json=note)
    before = await rows(desk)
    async with desk.database.begin() as conn:
        await conn.execute(text("UPDATE review_items SET state = 'decided', revision = 99"))
    async for _ in rebuild(desk.queue, reader(log)):
        pass
    assert await rows(desk) == before
    assert len(await desk.queue.unpublished()) <= 1


async def test_documents_with_a_history_and_no_item_are_found_at_the_start(desk: Desktop) -> None:
    await worked(desk)
    before = await rows(desk)
    async with desk.database.begin() as conn:
        await conn.execute(delete(review_items))
    await desk.queue.project(await missing(desk.queue))
    assert await rows(desk) == before


@pytest.mark.live
async def test_a_topic_is_read_from_its_beginning_to_its_end(kafka: Any, desk: Desktop) -> None:
    stream = replace(streams.REVIEW_DECIDED, topic=f"again-{uuid4().hex}")
    log = [event for event in await worked(desk) if isinstance(event, ReviewDecided)]
    admin = AdminClient({"bootstrap.servers": kafka.bootstrap})
    for made in admin.create_topics([NewTopic(stream.topic, 2, 1)]).values():
        made.result(20)
    producer = Producer({"bootstrap.servers": kafka.bootstrap})
    producer.produce(stream.topic, b"no event")
    for event in log:
        told = encode(event, "review")
        producer.produce(stream.topic, told.value, told.key, headers=dict(told.headers))
    producer.flush(20)
    batches = list(reread(Settings(kafka=kafka.bootstrap), stream))
    found = {event.event_id for batch in batches for event in batch.events}
    assert found == {event.event_id for event in log}
    assert batches[-1].read == batches[-1].total == len(log) + 1
