"""Topics read from their beginning, beside the groups that follow them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from winnow.config import Settings
from winnow.contracts.base import Event
from winnow.errors import RejectedError, UnreachableError
from winnow.messaging.cloudevents import decode
from winnow.messaging.connection import kafka_python_options
from winnow.observability.logs import get_logger
from winnow.streams import Stream

log = get_logger(__name__)
TURN_MS: Final = 500  # that one look for records waits


@dataclass(frozen=True, slots=True)
class Reread:
    """Some events in a row, and how many of all records have been read."""

    events: Sequence[Event]
    read: int
    total: int


def reread(settings: Settings, stream: Stream) -> Iterator[Reread]:
    """All that a topic holds now, in batches; what is no event is passed over with a warning.

    UnreachableError if Kafka does not answer. Compaction and gaps make `read` jump.
    """
    try:
        yield from _batches(settings, stream)
    except KafkaError as error:
        raise UnreachableError(f"Kafka at {settings.kafka}", str(error)) from error


def _batches(settings: Settings, stream: Stream) -> Iterator[Reread]:
    consumer = KafkaConsumer(
        bootstrap_servers=settings.kafka,
        isolation_level="read_committed",
        enable_auto_commit=False,
        **kafka_python_options(settings),
    )
    try:
        partitions = consumer.partitions_for_topic(stream.topic) or ()
        places = [TopicPartition(stream.topic, number) for number in partitions]
        consumer.assign(places)
        consumer.seek_to_beginning(*places)
        first, ends = consumer.beginning_offsets(places), consumer.end_offsets(places)
        total = sum(ends[place] - first[place] for place in places)
        while any(consumer.position(place) < ends[place] for place in places):
            found = consumer.poll(timeout_ms=TURN_MS).values()
            events = [event for records in found for event in _events(stream, records)]
            read = sum(min(consumer.position(one), ends[one]) - first[one] for one in places)
            yield Reread(events, read, total)
    finally:
        consumer.close()


def _events(stream: Stream, records: Sequence[Any]) -> Iterator[Event]:
    for record in records:
        try:
            yield decode(stream, record.value, dict(record.headers or ()))
        except RejectedError as error:
            log.warning("passed over", topic=stream.topic, offset=record.offset, error=str(error))
