"""A batch of records on its way through FastStream, and what its end commits."""

from collections.abc import Iterable
from typing import Any

from confluent_kafka import TopicPartition
from faststream.confluent.message import KafkaMessage


class Batch(KafkaMessage):
    """Raw records. When they are done with their own offsets are committed, and no others.

    FastStream would commit "what was read": librdkafka looks that up when it comes to it, and by
    then the next batch may have been read, which nobody has worked on. A kill would lose it.
    """

    async def ack(self) -> None:
        """Commit, without waiting for the broker."""
        consumer: Any = getattr(self.consumer, "consumer", None)
        if consumer is None:  # FastStream's fake, in tests
            await super().ack()
        elif not self.committed:
            consumer.commit(offsets=ends(self.raw_message), asynchronous=True)
            await super(KafkaMessage, self).ack()


def ends(records: Iterable[Any]) -> list[TopicPartition]:
    """Where each partition goes on after these records."""
    last: dict[tuple[str, int], int] = {}
    for record in records:
        place = (record.topic(), record.partition())
        last[place] = max(last.get(place, 0), record.offset() + 1)
    return [TopicPartition(topic, number, end) for (topic, number), end in sorted(last.items())]
