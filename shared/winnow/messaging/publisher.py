"""Events that do not come from a handler: from HTTP, and from work in the background."""

import asyncio
from base64 import b64decode
from collections.abc import Mapping
from functools import partial
from typing import Any

from confluent_kafka import KafkaException

from winnow import streams
from winnow.config import Settings
from winnow.contracts.base import Event
from winnow.contracts.dead_letters import Original
from winnow.errors import UnreachableError, WinnowError
from winnow.messaging.cloudevents import Encoded, encode
from winnow.messaging.line import Line, limit_of
from winnow.streams import Stream


def written_by(service: str) -> tuple[Stream, ...]:
    """The streams that the map lets a service write."""
    return tuple(stream for stream in streams.ALL if service in stream.written_by)


class KafkaPublisher:
    """Publisher on Kafka. It sends only what the map says its service writes."""

    def __init__(self, settings: Settings, service: str) -> None:
        self.writes = written_by(service)
        self._service = service
        self._line = Line(settings, service, only_errors=False)

    async def publish(self, event: Event) -> None:
        topics = {stream.carries: stream.topic for stream in self.writes}
        if type(event) not in topics:
            raise WinnowError(f"{self._service} does not write {type(event).__name__}")
        record = encode(event, self._service, limit_of(type(event)))
        await self._confirmed(topics[type(event)], record)

    async def send_again(self, original: Original, headers: Mapping[str, str]) -> None:
        """Put a record back on its topic, as it was but for these headers."""
        kept = {name: b64decode(raw).decode(errors="replace") for name, raw in original.headers}
        record = Encoded(_bytes(original.value), _bytes(original.key), {**kept, **headers})
        await self._confirmed(original.topic, record)

    async def close(self) -> None:
        await self._line.close()

    async def _confirmed(self, topic: str, record: Encoded) -> None:
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._line.send(topic, record, partial(_told, answer))
        while not answer.done():
            await self._line.listen()
        try:
            answer.result()
        except KafkaException as error:
            raise UnreachableError("Kafka", str(error)) from error


def _told(answer: "asyncio.Future[None]", error: Any, _: Any) -> None:
    """Hand the broker's answer from the line's thread to who waits for it."""

    def settle() -> None:
        if answer.cancelled():
            return
        if error is None:
            answer.set_result(None)
        else:
            answer.set_exception(KafkaException(error))

    answer.get_loop().call_soon_threadsafe(settle)


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else b64decode(text)
