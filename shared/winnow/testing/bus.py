"""Services on an in-memory Kafka, and everything they said."""

from base64 import b64decode
from collections.abc import Mapping
from functools import partial
from itertools import count
from types import TracebackType
from typing import Any, Self, TypeVar
from unittest.mock import patch

from faststream.confluent import KafkaBroker, TestKafkaBroker
from faststream.confluent.annotations import KafkaMessage as Taken
from faststream.confluent.message import KafkaMessage
from faststream.confluent.testing import MockConfluentMessage

from winnow import streams
from winnow.contracts.base import Event
from winnow.contracts.dead_letters import Original
from winnow.errors import WinnowError
from winnow.messaging.cloudevents import decode, encode
from winnow.messaging.handler import Handler
from winnow.messaging.line import limit_of
from winnow.messaging.record import Received, received
from winnow.messaging.wiring import build_broker
from winnow.service import Service
from winnow.streams import Stream
from winnow.testing.records import MemoryClaims

E = TypeVar("E", bound=Event)


class _Numbered(MockConfluentMessage):
    """FastStream's fake puts every record at offset 0, where all would be the same record."""

    _offsets = count()

    def __init__(self, **values: Any) -> None:
        super().__init__(**{**values, "offset": next(self._offsets)})


class _Outlet:
    """Says at once what a handler says, as the map allows."""

    def __init__(self, bus: "Bus", service: str, handler: Handler) -> None:
        self._bus = bus
        self._service = service
        self._writes = {one.carries: one for one in (*handler.writes, *streams.EVERYBODYS)}

    async def publish(self, event: Event) -> None:
        stream = self._writes.get(type(event))
        if stream is None:
            raise WinnowError(f"{self._service} does not write {type(event).__name__}")
        record = encode(event, self._service, limit_of(type(event)))
        await self._bus.say_raw(stream, record.value or b"", record.headers, record.key or b"")

    async def settled(self) -> None:
        """All is said."""


class Bus:
    """Runs services on FastStream's test broker; `heard` holds every record.

    There are no partitions, groups or redelivery here: those are tested on a real Kafka.
    """

    def __init__(self, *services: Service) -> None:
        self.heard: list[Received] = []
        self.failures: list[BaseException] = []
        self.claims = MemoryClaims()
        brokers = [
            build_broker(one, self.claims, self.failures.append, partial(_Outlet, self, one.name))
            for one in services
        ]
        self._fake = TestKafkaBroker(*brokers, self._ear(), connect_only=False)
        self._numbers = patch(f"{MockConfluentMessage.__module__}.MockConfluentMessage", _Numbered)

    def _ear(self) -> KafkaBroker:
        ear = KafkaBroker(logger=None)

        async def parse(raw: Any) -> KafkaMessage:
            self.heard.append(received(raw))
            return KafkaMessage(body=b"", raw_message=raw, consumer=None)  # type: ignore[arg-type]

        async def decode_nothing(_: Any) -> bytes:
            return b""

        for stream in streams.ALL:

            @ear.subscriber(stream.topic, parser=parse, decoder=decode_nothing)
            async def listen(message: Taken) -> None:
                """Hearing is all."""

        return ear

    async def say(self, event: Event, **headers: str) -> None:
        """Publish an event on its stream and let the services react to it."""
        [stream] = [one for one in streams.ALL if one.carries is type(event)]
        record = encode(event, "test")
        told = {**record.headers, **headers}
        await self.say_raw(stream, record.value or b"", told, record.key or b"")

    async def repeat(self, original: Original, headers: Mapping[str, str]) -> None:
        """Put a record back on its topic, as it was but for these headers."""
        [stream] = [one for one in streams.ALL if one.topic == original.topic]
        kept = {name: b64decode(value).decode() for name, value in original.headers}
        value, key = b64decode(original.value or ""), b64decode(original.key or "")
        await self.say_raw(stream, value, {**kept, **headers}, key)

    async def say_raw(
        self,
        stream: Stream,
        value: bytes,
        headers: Mapping[str, str] | None = None,
        key: bytes = b"",
    ) -> None:
        """Publish any bytes on a stream."""
        await self._ear_broker.publish(value, stream.topic, key=key, headers=dict(headers or {}))

    def records(self, stream: Stream) -> list[Received]:
        """The records heard on a stream, in order."""
        return [record for record in self.heard if record.topic == stream.topic]

    def said(self, kind: type[E]) -> list[E]:
        """The events of one type that were heard, in order."""
        [stream] = [one for one in streams.ALL if one.carries is kind]
        found = [decode(stream, one.value, one.headers) for one in self.records(stream)]
        return [event for event in found if isinstance(event, kind)]

    async def __aenter__(self) -> Self:
        self._numbers.start()
        running: Any = await self._fake.__aenter__()
        self._ear_broker = running[-1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._fake.__aexit__(kind, error, trace)
        self._numbers.stop()
