"""A record's way through a handler: decode, claim, work, publish, or bury."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import structlog

from winnow.contracts.base import Event
from winnow.errors import RejectedError, Remedy, UnreachableError
from winnow.messaging.cloudevents import decode
from winnow.messaging.faults import Faults
from winnow.messaging.handler import Handler, Outcome
from winnow.messaging.record import Received
from winnow.messaging.remedies import dead_letter, judge, retry, tries_of
from winnow.messaging.trace import follow
from winnow.observability import metrics
from winnow.observability.logs import get_logger
from winnow.records.port import Claim, ClaimStore

log = get_logger(__name__)
Publish = Callable[[Event], Awaitable[None]]
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Taken:
    """A record and the event in it, or the error that says why it is none."""

    record: Received
    event: Event | None = None
    error: Exception | None = None
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """Delivers the records of one handler. Returning means that their offsets may be committed."""

    service: str
    handler: Handler
    tools: Any
    publish: Publish
    claims: ClaimStore
    faults: Faults = field(default_factory=Faults)

    async def deliver_all(self, records: Sequence[Received]) -> None:
        """Work on a batch: documents beside each other, events of one document in order."""
        lanes: dict[bytes, list[Taken]] = {}
        for taken in await self._without_repeats([self._take(record) for record in records]):
            record = taken.record
            lanes.setdefault(record.key or record.place.encode(), []).append(taken)
        limit = asyncio.Semaphore(self.handler.in_flight)
        async with asyncio.TaskGroup() as group:
            for lane in lanes.values():
                group.create_task(self._deliver_lane(lane, limit))

    def _take(self, record: Received) -> Taken:
        try:
            event = decode(self.handler.reads, record.value, record.headers)
        except RejectedError as error:
            return Taken(record, error=error)
        key = self.handler.once(event) if self.handler.once else None
        return Taken(record, event, claim=Claim(key, record.place) if key is not None else None)

    async def _without_repeats(self, batch: list[Taken]) -> list[Taken]:
        claims = [taken.claim for taken in batch if taken.claim]
        if not claims:
            return batch
        first = await self._patiently(lambda: self.claims.claim(self._consumer, claims))
        mine = {claim.place for claim, came_first in zip(claims, first, strict=True) if came_first}
        kept = [taken for taken in batch if not taken.claim or taken.record.place in mine]
        metrics.EVENTS.labels(self.service, self.handler.reads.topic, "repeat").inc(
            len(batch) - len(kept)
        )
        return kept

    async def _deliver_lane(self, lane: Sequence[Taken], limit: asyncio.Semaphore) -> None:
        for taken in lane:
            async with limit:
                await self._deliver(taken)

    async def _deliver(self, taken: Taken) -> None:
        """Work on one record until it is done or buried."""
        attempt = 1
        while True:
            try:
                await self._handle(taken)
            except Exception as error:  # noqa: BLE001  (judge sorts every error there is)
                if await self._remedied(taken, error, attempt):
                    return
                attempt += 1
            else:
                return

    async def _handle(self, taken: Taken) -> None:
        if taken.event is None:
            raise taken.error or AssertionError
        with self._context(taken.record, taken.event):
            await self._work(taken.event)

    async def _work(self, event: Event) -> None:
        begun = time.perf_counter()
        made = _listed(await self.handler.call(event, self.tools))
        for one in made:
            await self.publish(one)
        self.faults.note(ours=False)
        seconds = time.perf_counter() - begun
        metrics.HANDLING.labels(self.service, self.handler.reads.topic).observe(seconds)
        self._count("done")
        log.info("handled", seconds=round(seconds, 3))

    async def _remedied(self, taken: Taken, error: Exception, attempt: int) -> bool:
        """Apply the remedy; true when the record is out of the way, false to try it again."""
        record, event = taken.record, taken.event
        verdict = judge(error, attempt, tries_of(record))
        about = {"place": record.place, "error": str(error)[:500], "attempt": attempt}
        if verdict.remedy is Remedy.HALT:
            log.error("halted", **about)
            raise error
        if event is None and self.service != self.handler.reads.buried_by:
            self._count("left")  # one letter is enough for a record that nobody can read
            return True
        if verdict.remedy is Remedy.RETRY:
            await self._wait(verdict.pause, **about)
            return False
        if verdict.remedy is Remedy.LATER:
            await self.publish(retry(self.service, record, event, error, verdict.pause))
            await self._give_back(taken)
            self._count("later")
            log.warning("put off", pause=verdict.pause, **about)
            return True
        self.faults.note(ours=verdict.reason == "internal_error")
        letter = dead_letter(self.service, record, event, verdict.reason, error, attempt)
        await self.publish(letter)  # if this fails the offset stays where it is
        await self._give_back(taken)
        metrics.DEAD_LETTERS.labels(self.service, verdict.reason).inc()
        self._count("buried")
        log.warning("buried", reason=verdict.reason, document_id=str(letter.document_id), **about)
        return True

    async def _give_back(self, taken: Taken) -> None:
        """Let another record bring the event: a replay, or a retry."""
        if claim := taken.claim:
            await self._patiently(lambda: self.claims.release(self._consumer, claim))

    async def _patiently(self, call: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer of a store that may be away for a while."""
        attempt = 1
        while True:
            try:
                return await call()
            except UnreachableError as error:
                await self._wait(judge(error, attempt).pause, error=str(error)[:500])
                attempt += 1

    async def _wait(self, pause: float, **about: Any) -> None:
        metrics.RETRIES.labels(self.service, self.handler.reads.topic).inc()
        log.warning("waiting", service=self.service, pause=round(pause, 2), **about)
        await asyncio.sleep(pause)

    @property
    def _consumer(self) -> str:
        return f"{self.service}:{self.handler.reads.topic}"

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
