"""The end of a topic, as committed readers see it."""

from typing import Any
from uuid import UUID

from kafka import KafkaConsumer, TopicPartition

from winnow.contracts.base import Event
from winnow.messaging.cloudevents import decode
from winnow.streams import Stream


class Followed:
    """Every event of a stream so far, once each; `look` reads on."""

    def __init__(self, bootstrap: str, stream: Stream) -> None:
        self.events: dict[UUID, Event] = {}
        self.documents: set[UUID] = set()
        self._stream = stream
        self._consumer: Any = KafkaConsumer(
            bootstrap_servers=bootstrap, isolation_level="read_committed", enable_auto_commit=False
        )
        numbers = self._consumer.partitions_for_topic(stream.topic)
        places = [TopicPartition(stream.topic, number) for number in numbers]
        self._consumer.assign(places)
        self._consumer.seek_to_beginning(*places)

    def look(self) -> None:
        """Read what came since."""
        while batches := self._consumer.poll(timeout_ms=200, max_records=2000):
            for records in batches.values():
                for record in records:
                    event = decode(self._stream, record.value, dict(record.headers))
                    self.events[event.event_id] = event
                    self.documents.add(event.document_id)

    def close(self) -> None:
        """Leave the broker alone."""
        self._consumer.close()
