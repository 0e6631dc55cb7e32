"""A record's way through a handler: decode, claim, work, publish, or bury."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from winnow.contracts.base import Event
from winnow.errors import HeldError, RejectedError, Remedy, UnreachableError
from winnow.leaving import Leaving
from winnow.leaving import waiting as waits
from winnow.messaging.cloudevents import decode
from winnow.messaging.counted import Counted
from winnow.messaging.faults import Faults
from winnow.messaging.handler import Handler, Outcome
from winnow.messaging.port import Outlet
from winnow.messaging.record import Received
from winnow.messaging.remedies import dead_letter, hold, judge, meant_for, retry, tries_of
from winnow.messaging.trace import follow
from winnow.observability.logs import get_logger, in_hand
from winnow.records.port import Claim, ClaimStore

log = get_logger(__name__)
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Taken:
    """A record and the event in it, or the error that says why it is none."""

    record: Received
    event: Event | None = None
    error: Exception | None = None
    claim: Claim | None = None


class Delivery:
    """Delivers the records of one handler. Returning means that their offsets may be committed."""

    def __init__(
        self,
        service: str,
        handler: Handler,
        tools: Any,
        outlet: Outlet,
        claims: ClaimStore,
        leaving: Leaving | None = None,
    ) -> None:
        self._service = service
        self._handler = handler
        self._tools = tools
        self._outlet = outlet
        self._claims = claims
        self._leaving = leaving or Leaving()
        self._consumer = f"{service}:{handler.reads.topic}"
        self._faults = Faults()
        self._counted = Counted(service, handler.reads.topic)

    async def deliver_all(self, records: Sequence[Received]) -> None:
        """Work on a batch: documents beside each other, events of one document in order.

        CancelledError when the process ends before all of it is done: what is not, and what is, is
        delivered again, to the same effects.
        """
        self._leaving.bind()
        lanes: dict[bytes, list[Taken]] = {}
        ours = [self._take(record) for record in records if meant_for(self._service, record)]
        for taken in await self._without_repeats(ours):
            record = taken.record
            lanes.setdefault(record.key or record.place.encode(), []).append(taken)
        waiting = deque(lanes.values())
        async with asyncio.TaskGroup() as group:
            self._hire(group, waiting, self._handler.in_flight)
        if waiting:
            raise asyncio.CancelledError
        await self._patiently(self._outlet.settled)

    def _take(self, record: Received) -> Taken:
        try:
            event = decode(self._handler.reads, record.value, record.headers)
        except RejectedError as error:
            return Taken(record, error=error)
        key = self._handler.once(event) if self._handler.once else None
        return Taken(record, event, claim=Claim(key, record.place) if key is not None else None)

    async def _without_repeats(self, batch: list[Taken]) -> list[Taken]:
        claims = [taken.claim for taken in batch if taken.claim]
        if not claims:
            return batch
        first = await self._patiently(lambda: self._claims.claim(self._consumer, claims))
        mine = {claim.place for claim, came_first in zip(claims, first, strict=True) if came_first}
        kept = [taken for taken in batch if not taken.claim or taken.record.place in mine]
        self._counted.outcome("repeat", len(batch) - len(kept))
        return kept

    def _hire(self, group: asyncio.TaskGroup, lanes: deque[list[Taken]], more: int) -> None:
        """Put one more task to work if there is work left, at most `more` of them."""
        if lanes and more:
            group.create_task(self._work_off(group, lanes, more - 1))

    async def _work_off(
        self, group: asyncio.TaskGroup, lanes: deque[list[Taken]], more: int
    ) -> None:
        """Work on lane after lane. The next task starts when this one has to wait for something:

        quick work needs one task only.
        """
        asyncio.get_running_loop().call_soon(self._hire, group, lanes, more)
        try:
            while lanes and not self._leaving.begun:
                for taken in lanes.popleft():
                    await self._deliver(taken)
        except BaseException:
            lanes.clear()  # the group is ending: nobody is to be put to work
            if self._leaving.begun:
                lanes.append([])  # but there is something left to do
            raise

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
        follow(taken.record.headers.get("traceparent", b""))
        in_hand.set((self._service, taken.record.topic, taken.event))
        self._counted.begin()
        try:
            await self._work(taken.event)
        finally:
            self._counted.end()

    async def _work(self, event: Event) -> None:
        begun = time.perf_counter()
        for one in _listed(await self._handler.call(event, self._tools)):
            await self._outlet.publish(one)
        self._faults.note(ours=False)
        seconds = time.perf_counter() - begun
        self._counted.done(seconds)
        log.info("handled", seconds=round(seconds, 3))

    async def _remedied(self, taken: Taken, error: Exception, attempt: int) -> bool:
        """Apply the remedy; true when the record is out of the way, false to try it again."""
        record, event = taken.record, taken.event
        verdict = judge(error, attempt, tries_of(record))
        about = {"place": record.place, "error": str(error)[:500], "attempt": attempt}
        if verdict.remedy is Remedy.HALT:
            log.error("halted", **about)
            raise error
        if event is None and self._service != self._handler.reads.buried_by:
            self._counted.outcome("left")  # one letter is enough for a record that nobody can read
            return True
        if verdict.remedy is Remedy.RETRY:
            await self._wait(verdict.pause, **about)
            return False
        if verdict.remedy in (Remedy.LATER, Remedy.HOLD):
            await self._put_aside(taken, error, verdict.pause)
            log.warning("put aside", remedy=verdict.remedy, pause=verdict.pause, **about)
            return True
        self._faults.note(ours=verdict.reason == "internal_error")
        letter = dead_letter(self._service, record, event, verdict.reason, error, attempt)
        await self._outlet.publish(letter)  # if this fails the offset stays where it is
        await self._give_back(taken)
        self._counted.buried(verdict.reason)
        log.warning("buried", reason=verdict.reason, document_id=str(letter.document_id), **about)
        return True

    async def _put_aside(self, taken: Taken, error: Exception, pause: float) -> None:
        """Say when the record is to come again, and let others go on."""
        record, event = taken.record, taken.event
        if isinstance(error, HeldError):
            await self._outlet.publish(hold(self._service, record, event, error))
            self._counted.outcome("held")
        else:
            await self._outlet.publish(retry(self._service, record, event, error, pause))
            self._counted.outcome("later")
        await self._give_back(taken)

    async def _give_back(self, taken: Taken) -> None:
        """Let another record bring the event: a replay, or a retry."""
        if claim := taken.claim:
            await self._patiently(lambda: self._claims.release(self._consumer, claim))

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
        self._counted.waited()
        log.warning("waiting", service=self._service, pause=round(pause, 2), **about)
        with waits():
            await asyncio.sleep(pause)


def _listed(outcome: Outcome) -> Sequence[Event]:
    match outcome:
        case None:
            return ()
        case Event():
            return (outcome,)
        case _:
            return outcome
