"""A batch that is done with commits where reading stands then, not where it stands later."""

from collections.abc import Sequence
from typing import Any

from confluent_kafka import OFFSET_INVALID, TopicPartition
from faststream.confluent.message import FAKE_CONSUMER

from winnow.messaging.batch import Batch, ends


class Record:
    """Where a record stands."""

    def __init__(self, partition: int, offset: int, topic: str = "t") -> None:
        self.place = (topic, partition, offset)

    def topic(self) -> str:
        return self.place[0]

    def partition(self) -> int:
        return self.place[1]

    def offset(self) -> int:
        return self.place[2]


class Consumer:
    """Notes what is committed, in the place of FastStream's and of librdkafka's consumer."""

    def __init__(self, position: int = OFFSET_INVALID) -> None:
        self.consumer = self
        self.committed: list[Any] = []
        self._position = position

    def position(self, asked: Sequence[TopicPartition]) -> list[TopicPartition]:
        return [TopicPartition(one.topic, one.partition, self._position) for one in asked]

    def commit(self, offsets: Sequence[TopicPartition] | None, *, asynchronous: bool) -> None:
        assert asynchronous
        assert offsets is not None, "whatever was read by then"
        self.committed += [(one.topic, one.partition, one.offset) for one in offsets]


def batch(consumer: Any, *records: Record) -> Batch:
    return Batch(
        body=b"",
        headers={},
        raw_message=records,
        message_id="0",
        consumer=consumer,
        is_manual=True,
    )


def test_each_partition_goes_on_after_its_last_record() -> None:
    found = ends([Record(1, 7), Record(0, 3), Record(1, 9), Record(1, 8)])
    assert [(one.partition, one.offset) for one in found] == [(0, 4), (1, 10)]


async def test_the_offsets_of_the_batch_are_committed_once() -> None:
    consumer = Consumer()
    done = batch(consumer, Record(2, 40), Record(2, 41))
    await done.ack()
    await done.ack()
    assert consumer.committed == [("t", 2, 42)]


async def test_the_end_of_a_transaction_that_was_passed_is_committed_too() -> None:
    consumer = Consumer(position=43)
    await batch(consumer, Record(2, 40), Record(2, 41)).ack()
    assert consumer.committed == [("t", 2, 43)]


async def test_on_faststreams_fake_it_is_acknowledged_as_ever() -> None:
    done = batch(FAKE_CONSUMER, Record(0, 0))
    await done.ack()
    assert done.committed is not None
