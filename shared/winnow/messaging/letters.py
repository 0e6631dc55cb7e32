"""Dead letters read back, and their originals sent again."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError
from pydantic import ValidationError

from winnow import streams
from winnow.contracts.dead_letters import DeadLettered
from winnow.errors import UnreachableError
from winnow.messaging.remedies import OURS, REPLAY_HEADER
from winnow.messaging.topics import PLAIN
from winnow.observability.logs import get_logger

log = get_logger(__name__)
WAIT = 15.0  # seconds for the broker to take a record


def read_letters(bootstrap: str, security: Mapping[str, Any] = PLAIN) -> list[DeadLettered]:
    """All letters in the topic, oldest first; a letter that was written twice stands once.

    `security` is from `kafka_python_options`.
    """
    with _reached(bootstrap):
        consumer = KafkaConsumer(
            bootstrap_servers=bootstrap,
            isolation_level="read_committed",
            enable_auto_commit=False,
            **security,
        )
        try:
            found = [_letter(value) for value in _values(consumer)]
        finally:
            consumer.close()
    unique = {letter.event_id: letter for letter in found if letter}
    return sorted(unique.values(), key=lambda letter: letter.occurred_at)


def replay(
    bootstrap: str, letters: Iterable[DeadLettered], security: Mapping[str, Any] = PLAIN
) -> None:
    """Send the originals to their topics again, with a header that counts the replays."""
    with _reached(bootstrap):
        producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all", **security)
        try:
            for letter in letters:
                producer.send(
                    letter.topic,
                    key=_bytes(letter.key),
                    value=_bytes(letter.value),
                    headers=_headers(letter),
                ).get(timeout=WAIT)
        finally:
            producer.close()


def _letter(value: bytes | None) -> DeadLettered | None:
    try:
        return DeadLettered.model_validate_json(value or b"")
    except ValidationError as error:  # somebody else's: it must not hide the others
        log.warning("no dead letter", error=f"{error.error_count()} faults")
        return None


def _values(consumer: Any) -> Iterator[bytes | None]:
    topic = streams.DEAD_LETTERS.topic
    places = [TopicPartition(topic, n) for n in consumer.partitions_for_topic(topic) or ()]
    consumer.assign(places)
    consumer.seek_to_beginning(*places)
    ends = consumer.end_offsets(places)
    while any(consumer.position(place) < ends[place] for place in places):
        for records in consumer.poll(timeout_ms=500).values():
            yield from (record.value for record in records)


def _headers(letter: DeadLettered) -> list[tuple[str, bytes]]:
    kept = [(name, base64.b64decode(value)) for name, value in letter.headers]
    kept = [(name, value) for name, value in kept if name not in OURS]
    return [*kept, (REPLAY_HEADER, str(letter.attempt).encode())]


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text)


def known(letters: Iterable[DeadLettered], identity: str) -> list[DeadLettered]:
    """The letters whose id, or whose document's id, begins so."""
    wanted = identity.lower()
    return [
        letter
        for letter in letters
        if str(letter.event_id).startswith(wanted) or str(letter.document_id).startswith(wanted)
    ]


@contextmanager
def _reached(bootstrap: str) -> Iterator[None]:
    try:
        yield
    except KafkaError as error:
        raise UnreachableError(f"Kafka at {bootstrap}", str(error)) from error
