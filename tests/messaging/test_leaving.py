"""A process that ends: what waits ends at once, what is paid for is kept, nothing is paid twice."""

import asyncio
from typing import Any

import pytest

from winnow import streams
from winnow.contracts.base import BlobRef, Event, document_id_of
from winnow.contracts.dead_letters import DeadLettered
from winnow.contracts.documents import DocumentSubmitted
from winnow.errors import UnreachableError
from winnow.leaving import Leaving, paying, waiting
from winnow.llm.asker import Asker
from winnow.llm.guards.concurrency import ConcurrencyGuard, Window
from winnow.llm.guards.deadline import InFlightGuard
from winnow.messaging.cloudevents import encode
from winnow.messaging.delivery import Delivery
from winnow.messaging.handler import Handler
from winnow.messaging.record import Received
from winnow.testing.clock import ManualClock
from winnow.testing.publisher import MemoryPublisher
from winnow.testing.records import MemoryAnswers, MemoryClaims
from winnow.testing.served import ServedModel, question

GRACE = 10.0  # seconds; no test needs them


class Outlet(MemoryPublisher):
    """Keeps what is said."""

    async def settled(self) -> None:
        """All is said."""


class World:
    """A handler that asks a guarded model once for each record and keeps the answer."""

    def __init__(self, *guards: Any) -> None:
        self.asked = asyncio.Event()
        self.arrives = asyncio.Event()
        self.model = ServedModel()
        self.model.takes = self._take
        self.answers = MemoryAnswers()
        self.asker = Asker(self.answers, guards)
        self.claims = MemoryClaims()
        self.outlet = Outlet()
        self.handled: list[str] = []

    def process(self) -> tuple[Delivery, Leaving]:
        """A process of the service; what it kept outlives it."""
        leaving = Leaving()
        handler = Handler(streams.SUBMITTED, self._handle)
        return Delivery("ingest", handler, None, self.outlet, self.claims, leaving), leaving

    async def _take(self) -> None:
        self.asked.set()
        await self.arrives.wait()

    async def _handle(self, event: Event, _: Any) -> None:
        await self.asker.fill(question(self.model, str(event.event_id)))
        self.handled.append(str(event.document_id))


def records(number: int) -> list[Received]:
    made = []
    for offset in range(number):
        sha256 = f"{offset:064}"
        blob = BlobRef(uri=f"blob://default/{sha256}", sha256=sha256, size=1)
        submitted = DocumentSubmitted(
            document_id=document_id_of("default", sha256), file_name="a", blob=blob
        )
        told = encode(submitted, "test")
        headers = {name: value.encode() for name, value in told.headers.items()}
        made.append(Received("documents.submitted", 0, offset, told.key, told.value, headers))
    return made


async def test_a_call_that_is_paid_for_comes_to_its_end_and_is_never_paid_twice() -> None:
    clock = ManualClock()
    world = World(ConcurrencyGuard(clock, {"m": Window("m", 1)}), InFlightGuard(clock))
    delivery, leaving = world.process()
    batch = records(3)
    working = asyncio.create_task(delivery.deliver_all(batch))
    await world.asked.wait()

    leaving.begin()
    home = asyncio.create_task(leaving.settled(GRACE))
    await asyncio.sleep(0.01)
    assert not home.done()
    world.arrives.set()
    await home
    with pytest.raises(asyncio.CancelledError):
        await working
    assert (world.model.asked, len(world.answers.answers), len(world.handled)) == (1, 1, 1)

    again, _ = world.process()
    await again.deliver_all(batch)
    assert world.model.asked == 3
    assert len(set(world.handled)) == 3
    assert [one for one in world.outlet.events if isinstance(one, DeadLettered)] == []


async def test_a_batch_that_is_all_done_is_done_even_if_the_process_ends() -> None:
    world = World(InFlightGuard(ManualClock()))
    delivery, leaving = world.process()
    working = asyncio.create_task(delivery.deliver_all(records(1)))
    await world.asked.wait()
    leaving.begin()
    world.arrives.set()
    await working
    assert len(world.handled) == 1


async def test_a_record_that_waits_for_a_silent_dependency_is_let_go_at_once() -> None:
    world = World(InFlightGuard(ManualClock()))
    world.model.errors.extend([UnreachableError("m", "", retry_after=3600.0)] * 5)
    world.arrives.set()
    delivery, leaving = world.process()
    working = asyncio.create_task(delivery.deliver_all(records(1)))
    await world.asked.wait()
    await asyncio.sleep(0.01)
    leaving.begin()
    with pytest.raises(asyncio.CancelledError):
        async with asyncio.timeout(GRACE):
            await working
    assert world.handled == []


async def test_a_process_that_ends_begins_nothing() -> None:
    world = World(InFlightGuard(ManualClock()))
    delivery, leaving = world.process()
    leaving.begin()
    with pytest.raises(asyncio.CancelledError):
        await delivery.deliver_all(records(2))
    assert world.model.asked == 0
    await leaving.settled(GRACE)


async def test_outside_of_a_delivery_nothing_is_cut_short() -> None:
    Leaving().begin()
    with waiting(), paying():
        await asyncio.sleep(0)


async def test_who_pays_too_long_is_not_waited_for_for_ever() -> None:
    leaving = Leaving()

    async def pay() -> None:
        leaving.bind()
        with paying():
            await asyncio.Event().wait()

    call = asyncio.create_task(pay())
    await asyncio.sleep(0)
    leaving.begin()
    await leaving.settled(0.01)
    assert not call.done()
    call.cancel()
