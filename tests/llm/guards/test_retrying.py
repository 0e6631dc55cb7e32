"""What is asked again in place, how long is waited, and what is left to the bus."""

from typing import Any

import pytest

from winnow.errors import UnfillableError, UnreachableError
from winnow.llm.guards.breaker import BreakerOpenError
from winnow.llm.guards.retrying import FIRST, LONGEST, TRIES, Pauses, RetryGuard
from winnow.testing.clock import START, ManualClock
from winnow.testing.served import ServedModel, question


def longest(low: float, high: float) -> float:
    return high


@pytest.fixture
def guard(clock: ManualClock) -> RetryGuard:
    return RetryGuard(clock, Pauses(), longest)


def refused(status: int | None, retry_after: float | None = None) -> UnreachableError:
    return UnreachableError("m", "", retry_after, status)


@pytest.mark.parametrize("status", [None, 408, 409, 425, 429, 500, 503, 529])
async def test_what_may_pass_in_seconds_is_asked_again(
    through: Any, guard: RetryGuard, model: ServedModel, status: int | None
) -> None:
    model.errors.extend([refused(status)] * (TRIES - 1))
    filled = await through(question(model), guard)
    assert (filled.form.word, model.asked) == ("yes", TRIES)


async def test_pauses_double_at_most(
    through: Any, guard: RetryGuard, model: ServedModel, clock: ManualClock
) -> None:
    model.errors.extend([refused(503)] * TRIES)
    with pytest.raises(UnreachableError):
        await through(question(model), guard)
    assert clock.slept == [FIRST, 2 * FIRST, 4 * FIRST]
    assert model.asked == TRIES


@pytest.mark.parametrize("status", [401, 402, 403, 404, 421])
async def test_what_somebody_must_mend_is_left_to_the_bus_at_once(
    through: Any, guard: RetryGuard, model: ServedModel, status: int
) -> None:
    model.errors.append(refused(status))
    with pytest.raises(UnreachableError):
        await through(question(model), guard)
    assert model.asked == 1


@pytest.mark.parametrize(
    "error",
    [
        UnfillableError("invalid"),
        BreakerOpenError("m", "", 15.0),
        UnreachableError("database", "no free connection"),
    ],
)
async def test_neither_a_bad_answer_nor_what_is_not_the_models_is_asked_again(
    through: Any, guard: RetryGuard, model: ServedModel, error: Any
) -> None:
    model.errors.append(error)
    with pytest.raises(type(error)):
        await through(question(model), guard)
    assert model.asked == 1


async def test_a_retry_after_is_kept_by_every_call_to_the_model(
    through: Any, guard: RetryGuard, model: ServedModel, clock: ManualClock
) -> None:
    guard.pauses.ask_for("m", 7.0)
    await through(question(model), guard)
    assert clock.slept == [7.0 + FIRST]
    other = ServedModel("other")
    await through(question(other), guard)
    assert len(clock.slept) == 1


async def test_a_refused_call_waits_as_long_as_it_was_told(
    through: Any, guard: RetryGuard, model: ServedModel, clock: ManualClock
) -> None:
    model.errors.append(refused(429, 5.0))
    await through(question(model), guard)
    assert clock.seconds() >= 5.0
    assert model.asked == 2


async def test_a_long_retry_after_is_left_to_the_bus(
    through: Any, guard: RetryGuard, model: ServedModel
) -> None:
    model.errors.append(refused(429, LONGEST + 10))
    with pytest.raises(UnreachableError) as error:
        await through(question(model), guard)
    assert error.value.retry_after is not None
    assert LONGEST < error.value.retry_after <= LONGEST + 10
    assert model.asked == 1


async def test_no_pause_goes_beyond_the_deadline(
    through: Any, guard: RetryGuard, model: ServedModel, clock: ManualClock
) -> None:
    from datetime import timedelta

    model.errors.append(refused(429, 5.0))
    with pytest.raises(UnfillableError) as error:
        await through(question(model, deadline=START + timedelta(seconds=3)), guard)
    assert error.value.why == "late"
    assert clock.seconds() < 3
