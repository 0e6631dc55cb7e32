"""What handlers say, handed to Kafka without waiting, and the wait for all of it at once.

Sending one by one costs a round trip each. Here a batch's events are on their way while its next
is worked on; `settled` returns when the broker has all of them, and only then may the offsets be
committed.
"""

import asyncio
from collections.abc import Iterable
from typing import Any

from winnow.config import Settings
from winnow.contracts.base import Event
from winnow.errors import UnreachableError, WinnowError
from winnow.messaging.cloudevents import Encoded, encode
from winnow.messaging.handler import Handler
from winnow.messaging.line import Line, limit_of
from winnow.streams import EVERYBODYS, Stream


class Outbox:
    """Outlet of one handler, with a line of its own: what others say keeps it from nothing."""

    def __init__(self, settings: Settings, service: str, writes: Iterable[Stream]) -> None:
        self._service = service
        self._topics = {stream.carries: stream.topic for stream in writes}
        self._line = Line(settings, service, only_errors=True)
        self._failed: list[tuple[str, Encoded]] = []
        self._why = ""

    async def publish(self, event: Event) -> None:
        topic = self._topics.get(type(event))
        if topic is None:
            raise WinnowError(f"{self._service} does not write {type(event).__name__}")
        await self._put(topic, encode(event, self._service, limit_of(type(event))))

    async def settled(self) -> None:
        again, self._failed = self._failed, []
        for topic, record in again:
            await self._put(topic, record)
        while len(self._line):
            await self._line.flush()
        if self._failed:
            raise UnreachableError("Kafka", self._why)

    async def close(self) -> None:
        """Send what is left, as far as the broker takes it."""
        await self._line.close()

    async def _put(self, topic: str, record: Encoded) -> None:
        await self._line.send(topic, record, self._refused)

    def _refused(self, error: Any, message: Any) -> None:
        headers = {name: value.decode() for name, value in message.headers() or ()}
        record = Encoded(message.value(), message.key(), headers)
        self._failed.append((message.topic(), record))
        self._why = str(error)


class Outboxes:
    """Makes the outboxes of a service's handlers, and closes them."""

    def __init__(self, settings: Settings, service: str) -> None:
        self._settings = settings
        self._service = service
        self._made: list[Outbox] = []

    def __call__(self, handler: Handler) -> Outbox:
        """A new one, for what a handler says."""
        outbox = Outbox(self._settings, self._service, (*handler.writes, *EVERYBODYS))
        self._made.append(outbox)
        return outbox

    async def close(self) -> None:
        await asyncio.gather(*(outbox.close() for outbox in self._made))
