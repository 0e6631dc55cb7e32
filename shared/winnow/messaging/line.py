"""A line to Kafka for writing: an idempotent producer and a thread to wait for it in."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final

from confluent_kafka import Producer

from winnow.config import Settings
from winnow.contracts.base import Event
from winnow.contracts.dead_letters import Original
from winnow.messaging.cloudevents import MAX_RECORD, Encoded
from winnow.messaging.connection import librdkafka_options

LARGEST_RECORD: Final = 4 * 1024 * 1024  # bytes; a dead letter carries a whole foreign record
LINGER_MS: Final = 2  # that a record waits for others to share a request with
POLL: Final = 0.1  # seconds
LAST_CHANCE: Final = 10.0  # seconds for what is still on its way at the end
client_log = logging.getLogger("kafka.client")


class Line:
    """Opened when it is first needed. `only_errors`: callbacks hear of failures alone."""

    def __init__(self, settings: Settings, service: str, *, only_errors: bool) -> None:
        self._options: dict[str, Any] = {
            **librdkafka_options(settings),
            "client.id": f"winnow.{service}",
            "acks": "all",
            "enable.idempotence": True,
            "linger.ms": LINGER_MS,
            "message.max.bytes": LARGEST_RECORD,
            "delivery.report.only.error": only_errors,
        }
        self._producer: Producer | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"kafka.{service}")

    def __len__(self) -> int:
        """How many records the broker has not confirmed yet."""
        return len(self._producer) if self._producer is not None else 0

    async def send(self, topic: str, record: Encoded, told: Callable[[Any, Any], None]) -> None:
        """Hand over a record; `told(error, message)` is called in this line's thread."""
        headers: Any = list(record.headers.items())
        while True:
            try:
                self._open().produce(
                    topic, record.value, record.key, headers=headers, on_delivery=told
                )
            except BufferError:  # the queue is full: let it drain
                await self.listen()
            else:
                return

    async def listen(self) -> None:
        """Wait a short while for what the broker says."""
        await self._in_thread(partial(self._open().poll, POLL))

    async def flush(self) -> None:
        """Wait a short while for all that is on its way, without lingering."""
        await self._in_thread(partial(self._open().flush, POLL))

    async def close(self) -> None:
        """Send what is left, as far as the broker takes it."""
        if self._producer is not None:
            await self._in_thread(partial(self._producer.flush, LAST_CHANCE))
            await self._in_thread(self._producer.close)
        self._thread.shutdown(wait=False)

    def _open(self) -> Producer:
        if self._producer is None:
            self._producer = Producer(self._options, logger=client_log)
        return self._producer

    async def _in_thread(self, call: Callable[[], Any]) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, call)


def limit_of(kind: type[Event]) -> int:
    """How many bytes a record of such an event may have."""
    return LARGEST_RECORD if issubclass(kind, Original) else MAX_RECORD
