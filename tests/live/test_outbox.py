"""What a handler said reaches Kafka once, whatever happens to the broker meanwhile."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from kafka import KafkaConsumer, TopicPartition

from winnow import streams
from winnow.config import Settings
from winnow.contracts.documents import DocumentIndexed
from winnow.contracts.usage import UsageRecorded
from winnow.errors import UnreachableError, WinnowError
from winnow.local.kafka import LocalKafka
from winnow.messaging.handler import Handler
from winnow.messaging.outbox import Outbox, Outboxes
from winnow.messaging.topics import apply_topics

pytestmark = pytest.mark.live
TOPIC = streams.INDEXED.topic


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[LocalKafka]:
    """A broker of its own: it is killed here."""
    with LocalKafka(tmp_path) as broker:
        apply_topics(broker.bootstrap, "test")
        yield broker


def outbox(bootstrap: str) -> Outbox:
    handler = Handler(streams.PARSED, lambda *_: None, (streams.INDEXED,))  # type: ignore[arg-type]
    return Outboxes(Settings(kafka=bootstrap), "embed")(handler)


def indexed() -> DocumentIndexed:
    return DocumentIndexed(document_id=uuid4(), chunks=1, model="m", seconds=0)


def keys(bootstrap: str) -> list[str]:
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    places = [TopicPartition(TOPIC, one) for one in consumer.partitions_for_topic(TOPIC) or ()]
    consumer.assign(places)
    consumer.seek_to_beginning(*places)
    ends, found = consumer.end_offsets(places), []
    while any(consumer.position(place) < ends[place] for place in places):
        for records in consumer.poll(timeout_ms=500).values():
            found += [record.key.decode() for record in records]
    consumer.close()
    return found


async def test_what_is_settled_is_there_once(broker: LocalKafka) -> None:
    box, events = outbox(broker.bootstrap), [indexed() for _ in range(2000)]
    for event in events:
        await box.publish(event)
    await box.settled()
    await box.close()
    found = await asyncio.to_thread(keys, broker.bootstrap)
    assert sorted(found) == sorted(str(event.document_id) for event in events)


async def test_a_broker_that_dies_meanwhile_gets_the_rest_when_it_is_back(
    broker: LocalKafka,
) -> None:
    box, events = outbox(broker.bootstrap), [indexed() for _ in range(500)]
    for event in events[:100]:
        await box.publish(event)
    await box.settled()
    broker.kill()
    for event in events[100:]:
        await box.publish(event)
    await asyncio.to_thread(broker.start)
    await box.settled()
    await box.close()
    found = await asyncio.to_thread(keys, broker.bootstrap)
    assert sorted(found) == sorted(str(event.document_id) for event in events)


async def test_what_was_given_up_is_told_and_sent_again(broker: LocalKafka) -> None:
    box, event = outbox(broker.bootstrap), indexed()
    box._line._options["message.timeout.ms"] = 1000
    broker.kill()
    await box.publish(event)
    with pytest.raises(UnreachableError):
        await box.settled()
    await asyncio.to_thread(broker.start)
    await _patiently(box)
    await box.close()
    assert await asyncio.to_thread(keys, broker.bootstrap) == [str(event.document_id)]


async def test_what_the_map_does_not_let_a_handler_say_is_refused(broker: LocalKafka) -> None:
    usage = UsageRecorded(document_id=uuid4(), stage="embed", calls=())
    with pytest.raises(WinnowError, match="does not write UsageRecorded"):
        await outbox(broker.bootstrap).publish(usage)


async def _patiently(box: Outbox) -> None:
    for _ in range(20):
        try:
            return await box.settled()
        except UnreachableError:
            await asyncio.sleep(0.5)
    raise AssertionError("it was never taken")
