"""Publisher on Kafka. It sends only what the map says its service writes."""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from typing import Any

from confluent_kafka import KafkaException
from faststream.confluent import KafkaBroker

from winnow import streams
from winnow.config import Settings
from winnow.contracts.base import Event
from winnow.contracts.dead_letters import Original
from winnow.errors import UnreachableError, WinnowError
from winnow.messaging.cloudevents import MAX_RECORD, encode
from winnow.messaging.connection import librdkafka_options
from winnow.streams import Stream

LARGEST_RECORD = 4 * 1024 * 1024  # bytes; a dead letter carries a whole foreign record


def open_broker(settings: Settings, service: str) -> KafkaBroker:
    """A broker whose producer is idempotent and waits for all in-sync replicas."""
    options: Any = librdkafka_options(settings)
    return KafkaBroker(
        settings.kafka,
        config=options,
        client_id=f"winnow.{service}",
        acks="all",
        enable_idempotence=True,
        allow_auto_create_topics=False,
        max_request_size=LARGEST_RECORD,
        graceful_timeout=20.0,
        logger=None,
    )


class Outlets:
    """The publishers of a broker, one a stream, by the type of event they carry."""

    def __init__(self, broker: KafkaBroker, service: str, writes: Iterable[Stream]) -> None:
        self._service = service
        self._publishers: dict[type[Event], Any] = {
            stream.carries: broker.publisher(stream.topic, title=stream.carries.__name__)
            for stream in writes
        }

    async def publish(self, event: Event) -> None:
        """Send and wait for the acknowledgement; UnreachableError when it does not come."""
        publisher = self._publishers.get(type(event))
        if publisher is None:
            raise WinnowError(f"{self._service} does not write {type(event).__name__}")
        record = encode(event, self._service, limit_of(type(event)))
        try:
            await publisher.publish(record.value, key=record.key, headers=record.headers)
        except KafkaException as error:
            raise UnreachableError("Kafka", str(error)) from error


def limit_of(kind: type[Event]) -> int:
    """How many bytes a record of such an event may have."""
    return LARGEST_RECORD if issubclass(kind, Original) else MAX_RECORD


def written_by(service: str) -> tuple[Stream, ...]:
    """The streams that the map lets a service write."""
    return tuple(stream for stream in streams.ALL if service in stream.written_by)


class KafkaPublisher:
    """A broker of its own for events that do not come from a handler (HTTP, background work)."""

    def __init__(self, settings: Settings, service: str) -> None:
        self.broker = open_broker(settings, service)
        self._outlets = Outlets(self.broker, service, written_by(service))

    async def start(self) -> None:
        await self.broker.start()

    async def close(self) -> None:
        await self.broker.stop()

    async def publish(self, event: Event) -> None:
        await self._outlets.publish(event)

    async def send_again(self, original: Original, headers: Mapping[str, str]) -> None:
        """Put a record back on its topic, as it was but for these headers."""
        kept = {name: b64decode(raw).decode(errors="replace") for name, raw in original.headers}
        try:
            await self.broker.publish(
                _bytes(original.value),
                original.topic,
                key=_bytes(original.key),
                headers={**kept, **headers},
            )
        except KafkaException as error:
            raise UnreachableError("Kafka", str(error)) from error

    async def ready(self) -> None:
        """Raise UnreachableError if the broker does not answer within 2 s."""
        if not await self.broker.ping(timeout=2.0):
            raise UnreachableError("Kafka")


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else b64decode(text)
