"""A batch of records on its way through FastStream, and what its end commits."""

from collections.abc import Iterable
from typing import Any

from confluent_kafka import TopicPartition
from faststream.confluent.message import KafkaMessage


class Batch(KafkaMessage):
    """Raw records. When they are done with, where reading stands then is committed.

    FastStream would commit "what was read" without saying what that is: librdkafka looks it up when
    it comes to it, and by then the next batch may have been read, which nobody has worked on. A
    kill would lose it.
    """

    async def ack(self) -> None:
        """Commit, without waiting for the broker.

        The next batch is taken after this. So the consumer's position is behind these records, and
        behind the end of their transaction, which is no record and would seem to wait for ever.
        """
        consumer: Any = getattr(self.consumer, "consumer", None)
        if consumer is None:  # FastStream's fake, in tests
            await super().ack()
        elif not self.committed:
            own = ends(self.raw_message)
            reached = [_further(*pair) for pair in zip(own, consumer.position(own), strict=True)]
            consumer.commit(offsets=reached, asynchronous=True)
            await super(KafkaMessage, self).ack()


def ends(records: Iterable[Any]) -> list[TopicPartition]:
    """Where each partition goes on after these records."""
    last: dict[tuple[str, int], int] = {}
    for record in records:
        place = (record.topic(), record.partition())
        last[place] = max(last.get(place, 0), record.offset() + 1)
    return [TopicPartition(topic, number, end) for (topic, number), end in sorted(last.items())]


def _further(end: TopicPartition, position: TopicPartition) -> TopicPartition:
    """A partition that is no longer ours has no position (a negative one)."""
    return TopicPartition(end.topic, end.partition, max(end.offset, position.offset))
