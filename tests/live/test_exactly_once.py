"""What a transaction lets `read_committed` readers see, on a real Kafka."""

import asyncio
import time
from base64 import b64encode
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from confluent_kafka import KafkaError, KafkaException
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from winnow import streams
from winnow.config import Settings
from winnow.contracts.base import BlobRef
from winnow.contracts.dead_letters import RetryScheduled
from winnow.contracts.documents import DocumentIndexed, DocumentParsed, Source
from winnow.errors import RejectedError
from winnow.local.kafka import LocalKafka
from winnow.messaging import session
from winnow.messaging.cloudevents import encode
from winnow.messaging.handler import Handler
from winnow.messaging.publisher import KafkaPublisher
from winnow.messaging.topics import apply_topics
from winnow.messaging.transactions import Transactor
from winnow.service import Service
from winnow.streams import Stream
from winnow.testing.records import MemoryClaims

pytestmark = [pytest.mark.live, pytest.mark.asyncio(loop_scope="module")]
PATIENCE = 60.0
BLOB = BlobRef(uri=f"blob://default/{'0' * 64}", sha256="0" * 64, size=1)
SOURCE = Source(
    file_name="a.txt",
    original=BLOB,
    media_type="text/plain",
    pages=1,
    parsed=BLOB,
    submitted_at="2026-01-01T00:00:00Z",
    submission="s",
)
READS = streams.PARSED
WRITES = streams.INDEXED


def parsed(chunks: int = 1) -> DocumentParsed:
    return DocumentParsed(
        document_id=uuid4(), source=SOURCE, characters=1, chunks=chunks, seconds=0
    )


async def index(event: DocumentParsed, calls: list[UUID]) -> DocumentIndexed:
    calls.append(event.event_id)
    if event.chunks == 0:
        raise RejectedError("file_no_text")
    return DocumentIndexed(**event.caused("embed"), chunks=1, model="m", seconds=0)


def b64(raw: bytes) -> str:
    return b64encode(raw).decode()


def say(bootstrap: str, *events: DocumentParsed) -> None:
    producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all")
    for event in events:
        record = encode(event, "test")
        headers = [(name, value.encode()) for name, value in record.headers.items()]
        producer.send(READS.topic, record.value, record.key, headers).get(10)
    producer.close()


def said(bootstrap: str, stream: Stream) -> list[UUID]:
    """The causes of the events that a committed reader finds on a stream."""
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, isolation_level="read_committed")
    places = [TopicPartition(stream.topic, n) for n in consumer.partitions_for_topic(stream.topic)]
    consumer.assign(places)
    consumer.seek_to_beginning(*places)
    ends = consumer.end_offsets(places)
    found: list[UUID] = []
    while any(consumer.position(place) < ends[place] for place in places):
        for records in consumer.poll(timeout_ms=300).values():
            found += [UUID(record.key.decode()) for record in records]
    consumer.close()
    return found


class World:
    def __init__(self, kafka: LocalKafka) -> None:
        self.bootstrap = kafka.bootstrap
        self.calls: list[UUID] = []
        self.failures: list[Exception] = []
        self.claims = MemoryClaims()
        handler = Handler(READS, index, (WRITES,), exactly_once=True)
        settings = Settings(kafka=kafka.bootstrap)
        self._service = Service("embed", settings, self.calls, 0, (handler,))

    def member(self) -> Transactor:
        return Transactor(
            self._service, self._service.handlers[0], self.claims, self.failures.append
        )

    async def outcomes(self, *events: DocumentParsed, stream: Stream = WRITES) -> list[UUID]:
        """What was said of these documents, once something was said of each."""
        wanted = {event.document_id for event in events}
        deadline = time.monotonic() + PATIENCE
        while True:
            found = await asyncio.to_thread(said, self.bootstrap, stream)
            found = [one for one in found if one in wanted]
            if set(found) == wanted:
                return found
            assert time.monotonic() < deadline, "waited in vain"


@pytest.fixture(scope="module")
async def world(kafka: LocalKafka) -> AsyncIterator[World]:
    apply_topics(kafka.bootstrap, "test")
    world = World(kafka)
    transactor = world.member()
    transactor.start()
    yield world
    await transactor.stop()
    assert world.failures == []


async def test_an_event_that_was_said_twice_has_one_outcome(world: World) -> None:
    event, last = parsed(), parsed()
    say(world.bootstrap, event, event, last)
    assert sorted(await world.outcomes(event, last)) == sorted(
        [event.document_id, last.document_id]
    )


async def test_a_transaction_that_fails_is_done_anew_and_seen_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([KafkaException(KafkaError(KafkaError._TRANSPORT))] * 2)
    commit = session.Session._finish

    def sometimes(one: Any) -> None:
        if error := next(failures, None):
            raise error
        commit(one)

    monkeypatch.setattr(session.Session, "_finish", sometimes)
    events = [parsed() for _ in range(20)]
    say(world.bootstrap, *events)
    found = await world.outcomes(*events)
    assert sorted(found) == sorted(event.document_id for event in events)
    assert len([call for call in world.calls if call == events[0].event_id]) >= 2


async def test_a_member_that_joins_takes_its_share_and_nothing_is_said_twice(world: World) -> None:
    second = world.member()
    events = [parsed() for _ in range(200)]
    await asyncio.to_thread(say, world.bootstrap, *events[:100])
    second.start()
    await asyncio.to_thread(say, world.bootstrap, *events[100:])
    found = await world.outcomes(*events)
    await second.stop()
    assert sorted(found) == sorted(event.document_id for event in events)


async def test_a_record_can_be_put_back_on_its_topic(world: World) -> None:
    record = encode(event := parsed(), "test")
    headers = tuple((name, b64(value.encode())) for name, value in record.headers.items())
    put_off = RetryScheduled(
        document_id=event.document_id,
        service="embed",
        attempt=1,
        topic=READS.topic,
        partition=0,
        offset=0,
        key=b64(record.key or b""),
        value=b64(record.value or b""),
        headers=headers,
        due_at=event.occurred_at,
    )
    publisher = KafkaPublisher(Settings(kafka=world.bootstrap), "gateway")
    await publisher.send_again(put_off, {"winnow-tries": "1"})
    await publisher.close()
    assert await world.outcomes(event) == [event.document_id]


async def test_a_dead_letter_leaves_in_the_transaction_and_its_event_may_come_again(
    world: World,
) -> None:
    bad, good = parsed(chunks=0), parsed()
    say(world.bootstrap, bad, good)
    await world.outcomes(good)
    assert await world.outcomes(bad, stream=streams.DEAD_LETTERS) == [bad.document_id]
    say(world.bootstrap, bad)
    deadline = time.monotonic() + PATIENCE
    while world.calls.count(bad.event_id) < 2:
        assert time.monotonic() < deadline, "it was dropped as a repeat"
        await asyncio.sleep(0.1)
