"""How many calls a model gets at once."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from winnow.errors import UnfillableError, UnreachableError
from winnow.llm.guards.concurrency import LEAST, START, ConcurrencyGuard, Window
from winnow.testing.clock import START as NOW
from winnow.testing.clock import ManualClock
from winnow.testing.served import ServedModel, question


@pytest.fixture
def guard(clock: ManualClock) -> ConcurrencyGuard:
    return ConcurrencyGuard(clock, {})


def narrow(guard: ConcurrencyGuard, limit: float) -> Window:
    guard.windows["m"] = Window("m", limit)
    return guard.windows["m"]


async def started(*calls: Any) -> list[asyncio.Task[Any]]:
    tasks = [asyncio.create_task(call) for call in calls]
    for _ in range(10):
        await asyncio.sleep(0)
    return tasks


async def test_no_more_calls_than_places_are_under_way(
    through: Any, guard: ConcurrencyGuard, model: ServedModel, clock: ManualClock
) -> None:
    narrow(guard, 3)
    model.takes = lambda: clock.sleep(1)
    calls = [through(question(model, str(n)), guard) for n in range(9)]
    await asyncio.gather(*calls)
    assert 3 <= model.at_once <= 5  # it grows meanwhile
    assert guard.windows["m"].under_way == 0


async def test_who_waits_is_served_in_order(
    through: Any, guard: ConcurrencyGuard, model: ServedModel
) -> None:
    window = narrow(guard, 1)
    served: list[str] = []

    async def ask(name: str) -> None:
        await through(question(model, name), guard)
        served.append(name)

    await asyncio.gather(*(ask(name) for name in "abcdef"))
    assert "".join(served) == "abcdef"
    assert window.under_way == 0


@pytest.mark.parametrize("status", [408, 429, 529])
async def test_too_much_halves_the_window_once_a_round(
    through: Any, guard: ConcurrencyGuard, model: ServedModel, clock: ManualClock, status: int
) -> None:
    model.errors.extend([UnreachableError("m", status=status)] * 20)
    model.takes = lambda: clock.sleep(1)
    calls = [through(question(model, str(n)), guard) for n in range(20)]
    await asyncio.gather(*calls, return_exceptions=True)
    assert guard.windows["m"].limit == START / 2
    model.errors.append(UnreachableError("m", status=status))
    await asyncio.gather(through(question(model), guard), return_exceptions=True)
    assert guard.windows["m"].limit == START / 4


async def test_it_never_closes_and_other_trouble_does_not_narrow_it(
    through: Any, guard: ConcurrencyGuard, model: ServedModel, clock: ManualClock
) -> None:
    model.takes = lambda: clock.sleep(1)
    for status in (500, None, 401):
        model.errors.append(UnreachableError("m", status=status))
        await asyncio.gather(through(question(model), guard), return_exceptions=True)
    assert guard.windows["m"].limit == START
    for _ in range(20):
        model.errors.append(UnreachableError("m", status=429))
        await asyncio.gather(through(question(model), guard), return_exceptions=True)
    assert guard.windows["m"].limit == LEAST


async def test_a_full_window_widens_by_one_a_round_and_an_empty_one_does_not(
    through: Any, guard: ConcurrencyGuard, model: ServedModel, clock: ManualClock
) -> None:
    window = narrow(guard, 8.0)
    model.takes = lambda: clock.sleep(1)
    await through(question(model), guard)
    assert window.limit == 8.0
    await asyncio.gather(*(through(question(model, str(n)), guard) for n in range(16)))
    assert 8.8 < window.limit <= 10.0


async def test_a_wait_that_is_given_up_takes_no_place(
    through: Any, guard: ConcurrencyGuard, model: ServedModel
) -> None:
    window = narrow(guard, 1)
    ends = asyncio.Event()
    model.takes = ends.wait
    first, second, third = await started(
        *(through(question(model, str(n)), guard) for n in range(3))
    )
    second.cancel()
    ends.set()
    await asyncio.gather(first, third)
    assert second.cancelled()
    assert (model.asked, window.under_way) == (2, 0)


@pytest.mark.parametrize("deadline", [None, NOW + timedelta(days=1)])
async def test_a_place_that_comes_as_the_wait_is_given_up_goes_to_the_next(
    through: Any, guard: ConcurrencyGuard, model: ServedModel, deadline: Any
) -> None:
    window = narrow(guard, 1)
    window.under_way = 1
    first = asyncio.create_task(through(question(model, "1", deadline=deadline), guard))
    second = asyncio.create_task(through(question(model, "2"), guard))
    for _ in range(10):
        await asyncio.sleep(0)
    assert len(window.queue) == 2
    window.leave()
    first.cancel()
    await second
    assert (first.cancelled(), window.under_way) == (True, 0)


async def test_nobody_waits_for_a_place_beyond_the_deadline(
    through: Any, guard: ConcurrencyGuard, model: ServedModel
) -> None:
    window = narrow(guard, 1)
    window.under_way = 1
    with pytest.raises(UnfillableError) as error:
        await through(question(model, deadline=NOW + timedelta(seconds=9)), guard)
    assert error.value.why == "late"
    window.leave()
    await through(question(model), guard)
    assert window.under_way == 0
