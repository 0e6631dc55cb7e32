"""One record's way through a handler: decode, drop repeats, work, publish, mark, or bury."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog

from winnow.contracts.base import Event
from winnow.errors import Remedy
from winnow.messaging.cloudevents import decode
from winnow.messaging.handler import Handler, Outcome
from winnow.messaging.record import Received
from winnow.messaging.remedies import dead_letter, judge
from winnow.messaging.trace import follow
from winnow.observability import metrics
from winnow.observability.logs import get_logger
from winnow.records.port import HandledStore

log = get_logger(__name__)
Publish = Callable[[Event], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Delivery:
    """Delivers the records of one handler. Returning means that their offsets may be committed."""

    service: str
    handler: Handler
    tools: Any
    publish: Publish
    handled: HandledStore

    async def deliver_all(self, records: Sequence[Received]) -> None:
        """Work on a batch: documents beside each other, events of one document in order."""
        lanes: dict[bytes, list[Received]] = {}
        for record in records:
            lanes.setdefault(record.key or record.place.encode(), []).append(record)
        limit = asyncio.Semaphore(self.handler.in_flight)
        async with asyncio.TaskGroup() as group:
            for lane in lanes.values():
                group.create_task(self._deliver_lane(lane, limit))

    async def _deliver_lane(self, lane: Sequence[Received], limit: asyncio.Semaphore) -> None:
        for record in lane:
            async with limit:
                await self.deliver(record)

    async def deliver(self, record: Received) -> None:
        """Work on one record until it is done, dropped as a repeat, or buried."""
        event: Event | None = None
        attempt = 1
        while True:
            try:
                event = event or decode(self.handler.reads, record.value, record.headers)
                with self._context(record, event):
                    await self._handle(event)
            except Exception as error:  # noqa: BLE001  (judge sorts every error there is)
                if await self._remedied(record, event, error, attempt):
                    return
                attempt += 1
            else:
                return

    async def _handle(self, event: Event) -> None:
        key = self.handler.once(event) if self.handler.once else None
        consumer = f"{self.service}:{self.handler.reads.topic}"
        if key is not None and await self.handled.seen(consumer, [key]):
            self._count("repeat")
            return
        begun = time.perf_counter()
        for made in _listed(await self.handler.call(event, self.tools)):
            await self.publish(made)
        if key is not None:
            await self.handled.mark(consumer, [key])
        seconds = time.perf_counter() - begun
        metrics.HANDLING.labels(self.service, self.handler.reads.topic).observe(seconds)
        self._count("done")
        log.info("handled", seconds=round(seconds, 3))

    async def _remedied(
        self, record: Received, event: Event | None, error: Exception, attempt: int
    ) -> bool:
        """Apply the remedy; true when the record is out of the way, false to try it again."""
        verdict = judge(error, attempt)
        about = {"place": record.place, "error": str(error)[:500], "attempt": attempt}
        if verdict.remedy is Remedy.HALT:
            log.error("halted", **about)
            raise error
        if event is None and self.service != self.handler.reads.buried_by:
            self._count("left")  # one letter is enough for a record that nobody can read
            return True
        if verdict.remedy is Remedy.RETRY:
            metrics.RETRIES.labels(self.service, record.topic).inc()
            log.warning("waiting", pause=round(verdict.pause, 2), **about)
            await asyncio.sleep(verdict.pause)
            return False
        letter = dead_letter(self.service, record, event, verdict.reason, error, attempt)
        await self.publish(letter)  # if this fails the offset stays where it is
        metrics.DEAD_LETTERS.labels(self.service, verdict.reason).inc()
        self._count("buried")
        log.warning("buried", reason=verdict.reason, document_id=str(letter.document_id), **about)
        return True

    @contextmanager
    def _context(self, record: Received, event: Event) -> Iterator[None]:
        follow(record.headers.get("traceparent", b"").decode(errors="replace"))
        with (
            structlog.contextvars.bound_contextvars(
                service=self.service,
                topic=record.topic,
                document_id=str(event.document_id),
                event_id=str(event.event_id),
                tenant=event.tenant,
            ),
            metrics.IN_FLIGHT.labels(self.service).track_inprogress(),
        ):
            yield

    def _count(self, outcome: str) -> None:
        metrics.EVENTS.labels(self.service, self.handler.reads.topic, outcome).inc()


def _listed(outcome: Outcome) -> Sequence[Event]:
    match outcome:
        case None:
            return ()
        case Event():
            return (outcome,)
        case _:
            return outcome
