"""When a server is left alone, and how it is found again."""

import asyncio
from typing import Any

import pytest

from winnow.errors import UnfillableError, UnreachableError
from winnow.llm.guards import breaker as rules
from winnow.llm.guards.breaker import (
    CLOSED,
    HALF_OPEN,
    OPEN,
    Breaker,
    BreakerGuard,
    BreakerOpenError,
)
from winnow.observability import metrics
from winnow.testing.clock import ManualClock
from winnow.testing.served import ServedModel, question


def refused(status: int | None, retry_after: float | None = None) -> UnreachableError:
    return UnreachableError("m", "", retry_after, status)


@pytest.fixture
def guard(clock: ManualClock) -> BreakerGuard:
    return BreakerGuard(clock, {})


async def opened(through: Any, guard: BreakerGuard, model: ServedModel) -> Breaker:
    for _ in range(rules.IN_A_ROW):
        model.errors.append(refused(503))
        with pytest.raises(UnreachableError):
            await through(question(model), guard)
    model.asked = 0
    return guard.breakers[model.server]


async def test_a_server_that_fails_in_a_row_is_left_alone(
    through: Any, guard: BreakerGuard, model: ServedModel, clock: ManualClock
) -> None:
    breaker = await opened(through, guard, model)
    clock.advance(5)
    with pytest.raises(BreakerOpenError) as error:
        await through(question(model), guard)
    assert (model.asked, breaker.state) == (0, OPEN)
    assert error.value.retry_after == rules.FIRST_REST - 5
    assert metrics.BREAKER.labels("s")._value.get() == OPEN


async def test_all_models_of_the_server_are_left_alone_and_no_others(
    through: Any, guard: BreakerGuard, model: ServedModel
) -> None:
    await opened(through, guard, model)
    with pytest.raises(BreakerOpenError):
        await through(question(ServedModel("sibling")), guard)
    assert await through(question(ServedModel("other", server="elsewhere")), guard)


async def test_one_call_tries_and_its_answer_lets_all_through(
    through: Any, guard: BreakerGuard, model: ServedModel, clock: ManualClock
) -> None:
    breaker = await opened(through, guard, model)
    clock.advance(rules.FIRST_REST)
    arrives = asyncio.Event()
    model.takes = arrives.wait
    probe = asyncio.create_task(through(question(model), guard))
    await asyncio.sleep(0)
    assert breaker.state == HALF_OPEN
    with pytest.raises(BreakerOpenError):
        await through(question(model), guard)
    arrives.set()
    await probe
    assert (breaker.state, model.asked) == (CLOSED, 1)
    await through(question(model), guard)


async def test_a_probe_that_fails_doubles_the_rest(
    through: Any, guard: BreakerGuard, model: ServedModel, clock: ManualClock
) -> None:
    breaker = await opened(through, guard, model)
    for doubled in (2, 4):
        clock.advance(breaker.until - clock.seconds())
        model.errors.append(refused(None))
        with pytest.raises(UnreachableError):
            await through(question(model), guard)
        assert breaker.until - clock.seconds() == doubled * rules.FIRST_REST


async def test_a_probe_that_is_given_up_leaves_the_place_to_the_next(
    through: Any, guard: BreakerGuard, model: ServedModel, clock: ManualClock
) -> None:
    breaker = await opened(through, guard, model)
    clock.advance(rules.FIRST_REST)
    model.takes = asyncio.Event().wait
    probe = asyncio.create_task(through(question(model), guard))
    await asyncio.sleep(0)
    probe.cancel()
    await asyncio.gather(probe, return_exceptions=True)
    model.takes = None
    await through(question(model), guard)
    assert breaker.state == CLOSED


async def test_a_share_of_failures_opens_it_too(
    through: Any, guard: BreakerGuard, model: ServedModel
) -> None:
    for number in range(rules.ENOUGH):
        model.errors.append(refused(500) if number % 2 else None)
        await asyncio.gather(through(question(model), guard), return_exceptions=True)
    assert guard.breakers["s"].state == OPEN


async def test_failures_of_long_ago_do_not_count(
    through: Any, guard: BreakerGuard, model: ServedModel, clock: ManualClock
) -> None:
    for number in range(2 * rules.ENOUGH):
        clock.advance(rules.WINDOW / 10)
        model.errors.append(refused(500) if number % 2 else None)
        await asyncio.gather(through(question(model), guard), return_exceptions=True)
    assert guard.breakers["s"].state == CLOSED


@pytest.mark.parametrize("error", [refused(429), refused(401), UnfillableError("invalid")])
async def test_a_server_that_answers_is_there(
    through: Any, guard: BreakerGuard, model: ServedModel, error: Any
) -> None:
    model.errors.extend([error] * 3 * rules.ENOUGH)
    while model.errors:
        await asyncio.gather(through(question(model), guard), return_exceptions=True)
    assert guard.breakers["s"].state == CLOSED


async def test_a_storm_of_overload_is_not_a_server_that_is_gone(
    through: Any, guard: BreakerGuard, model: ServedModel
) -> None:
    model.errors.extend([refused(529)] * 2 * rules.IN_A_ROW)
    while model.errors:
        await asyncio.gather(through(question(model), guard), return_exceptions=True)
    assert guard.breakers["s"].state == CLOSED


async def test_a_long_retry_after_is_longer_than_the_rest(
    through: Any, guard: BreakerGuard, model: ServedModel
) -> None:
    model.errors.extend([refused(503, 99.0)] * rules.IN_A_ROW)
    while model.errors:
        await asyncio.gather(through(question(model), guard), return_exceptions=True)
    with pytest.raises(BreakerOpenError) as error:
        await through(question(model), guard)
    assert error.value.retry_after == 99.0


async def test_trouble_of_another_dependency_says_nothing_of_the_server(
    through: Any, guard: BreakerGuard, model: ServedModel
) -> None:
    model.errors.extend([UnreachableError("database")] * 2 * rules.IN_A_ROW)
    while model.errors:
        await asyncio.gather(through(question(model), guard), return_exceptions=True)
    assert guard.breakers["s"].state == CLOSED
