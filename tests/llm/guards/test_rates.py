"""Requests and tokens a minute, over all replicas."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from winnow.errors import UnfillableError, UnreachableError
from winnow.llm.guards.estimate import tokens_at_most
from winnow.llm.guards.limits import Rate
from winnow.llm.guards.rates import Allowance, RateGuard
from winnow.llm.tokens import Tokens
from winnow.records.buckets import Buckets, Draw, Drawn
from winnow.records.database import Database
from winnow.testing.clock import START, ManualClock
from winnow.testing.served import ServedModel, question

HUGE = 10**9


@pytest.fixture
def buckets(database: Database) -> Buckets:
    return Buckets(database)


def draw(amount: float, **changes: Any) -> Draw:
    return Draw(**{"amount": amount, "per_second": 2.0, "size": 10.0, **changes})


def at(second: float) -> Any:
    return START + timedelta(seconds=second)


async def wait(buckets: Buckets, second: float, model: str = "m", **draws: Draw) -> float:
    return (await buckets.draw(model, draws, at(second))).wait


async def test_a_bucket_is_full_at_first_and_fills_as_time_passes(buckets: Buckets) -> None:
    assert await wait(buckets, 0, requests=draw(10)) == 0
    assert await wait(buckets, 0, requests=draw(4)) == 2.0
    assert await wait(buckets, 1, requests=draw(4)) == 1.0
    assert await wait(buckets, 2, requests=draw(4)) == 0
    assert await wait(buckets, 1000, requests=draw(10)) == 0
    assert await wait(buckets, 1000, requests=draw(1)) == 0.5
    assert await wait(buckets, 0, "other", requests=draw(10)) == 0


async def test_of_two_kinds_both_are_taken_or_none(buckets: Buckets) -> None:
    assert await wait(buckets, 0, tokens=draw(10)) == 0
    assert await wait(buckets, 0, requests=draw(10), tokens=draw(1)) == 0.5
    assert await wait(buckets, 0, requests=draw(10)) == 0


async def test_more_than_is_needed_is_taken_if_it_is_there(buckets: Buckets) -> None:
    assert (await buckets.draw("m", {"tokens": draw(4, more=3.0)}, at(0))).taken == {"tokens": 7.0}
    assert (await buckets.draw("m", {"tokens": draw(2, more=9.0)}, at(0))).taken == {"tokens": 3.0}


async def test_more_than_a_bucket_holds_is_owed(buckets: Buckets) -> None:
    assert await wait(buckets, 0, tokens=draw(30)) == 0
    assert await wait(buckets, 0, tokens=draw(1)) == 10.5


async def test_what_is_given_back_may_be_taken_again(buckets: Buckets) -> None:
    await wait(buckets, 0, tokens=draw(10))
    assert await wait(buckets, 0, tokens=draw(4, back=6.0)) == 0
    assert await wait(buckets, 0, tokens=draw(4)) == 1.0


async def test_a_clock_that_runs_behind_fills_nothing_twice(buckets: Buckets) -> None:
    await wait(buckets, 100, requests=draw(10))
    assert await wait(buckets, 50, requests=draw(2)) == 1.0
    assert await wait(buckets, 101, requests=draw(2)) == 0
    assert await wait(buckets, 101, requests=draw(2)) == 1.0


async def test_of_many_who_draw_at_once_no_two_get_the_same(buckets: Buckets) -> None:
    waits = await asyncio.gather(*(wait(buckets, 0, requests=draw(3)) for _ in range(8)))
    assert sorted(waits)[:4] == [0, 0, 0, 1.0]


class Counted:
    """A replica's calls, each with its moment."""

    def __init__(self, clock: ManualClock, model: str, limit: float) -> None:
        self.clock = clock
        self.allowance = Allowance(model, {"requests": limit})
        self.used: list[float] = []

    async def call(self, buckets: Any) -> None:
        asked = question(ServedModel())
        await self.allowance.take(asked, {"requests": 1}, buckets, self.clock)
        self.used.append(self.clock.seconds())


class MemoryBuckets:
    """Buckets by the same rules, in memory and of one kind, as quick as the clock."""

    def __init__(self) -> None:
        self.level: float | None = None
        self.at = START

    async def draw(self, model: str, draws: Mapping[str, Draw], at: Any) -> Drawn:
        [(kind, one)] = draws.items()
        level = one.size if self.level is None else self.level
        passed = (at - self.at).total_seconds()
        self.level, self.at = min(one.size, level + one.back + passed * one.per_second), at
        wait = max(0.0, (min(one.amount, one.size) - self.level) / one.per_second)
        if wait:
            return Drawn({}, wait)
        taken = one.amount + max(0.0, min(one.more, self.level - one.amount))
        self.level -= taken
        return Drawn({kind: taken})


@given(
    limit=st.integers(1, 600),
    gaps=st.lists(st.floats(0, 40), min_size=1, max_size=30),
    replicas=st.integers(1, 3),
)
@settings(deadline=None, max_examples=20)
def test_no_minute_sees_more_than_the_limit_and_a_lease_each(
    limit: int, gaps: list[float], replicas: int
) -> None:
    async def run() -> list[float]:
        clock, buckets = ManualClock(), MemoryBuckets()
        workers = [Counted(clock, "m", limit) for _ in range(replicas)]
        for number, gap in enumerate(gaps):
            clock.advance(gap)
            await asyncio.gather(*(workers[number % replicas].call(buckets) for _ in range(5)))
        return sorted(moment for worker in workers for moment in worker.used)

    used = asyncio.run(run())
    lease = max(1.0, limit / 60)
    most = limit + lease * (1 + replicas)
    for first, moment in enumerate(used):
        assert sum(moment <= other < moment + 60 for other in used[first:]) <= most + 1e-6


@given(amounts=st.lists(st.tuples(st.floats(0, 9), st.floats(0.1, 25)), min_size=1, max_size=12))
@settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_a_bucket_in_sql_gives_what_flowed_in_and_no_more(
    buckets: Buckets, amounts: list[tuple[float, float]]
) -> None:
    model, moment, given_out, last = str(amounts), 0.0, 0.0, 0.0
    for gap, amount in amounts:
        moment += gap
        if not await wait(buckets, moment, model, tokens=draw(amount)):
            given_out, last = given_out + amount, amount
    assert given_out <= 10.0 + 2.0 * moment + max(0.0, last - 10.0) + 1e-6


async def test_calls_come_in_order_and_not_faster_than_the_limit(
    through: Any, buckets: Buckets, model: ServedModel, clock: ManualClock
) -> None:
    guard = RateGuard(clock, buckets, {"m": Rate(requests=30)})
    served: list[str] = []

    async def ask(name: str) -> None:
        await through(question(model, name), guard)
        served.append(name)

    await asyncio.gather(*(ask(name) for name in "abcd"))
    assert "".join(served) == "abcd"
    assert clock.seconds() == pytest.approx(6.0)


async def test_a_model_without_limits_is_not_kept(
    through: Any, buckets: Buckets, clock: ManualClock
) -> None:
    guard = RateGuard(clock, buckets, {"m": Rate(requests=1)})
    for _ in range(5):
        await through(question(ServedModel("other")), guard)
    assert clock.slept == []


async def test_tokens_that_were_not_used_may_be_used_by_others(
    through: Any, buckets: Buckets, model: ServedModel, clock: ManualClock
) -> None:
    most = tokens_at_most(question(model))
    guard = RateGuard(clock, buckets, {"m": Rate(tokens=most * 60)})
    model.tokens = Tokens(input=1, output=most // 4)
    for number in range(3):
        await through(question(model, str(number)), guard)
    assert clock.seconds() < 1.0
    model.errors.append(UnreachableError("m", status=503))
    with pytest.raises(UnreachableError):
        await through(question(model, "3"), guard)
    before = clock.seconds()
    await through(question(model, "4"), guard)
    assert clock.seconds() == before


async def test_a_call_that_used_more_than_it_took_makes_the_next_wait(
    through: Any, buckets: Buckets, model: ServedModel, clock: ManualClock
) -> None:
    guard = RateGuard(clock, buckets, {"m": Rate(tokens=60_000)})
    model.tokens = Tokens(input=11_000, output=0)
    await through(question(model, "1"), guard)
    await through(question(model, "2"), guard)  # owed by the bucket, which was full
    assert clock.seconds() <= 1.0
    await through(question(model, "3"), guard)
    assert 10.0 <= clock.seconds() <= 12.0


async def test_most_calls_cost_no_transaction(
    through: Any, database: Database, model: ServedModel, clock: ManualClock
) -> None:
    class Counting(Buckets):
        draws = 0

        async def draw(self, *given: Any) -> Drawn:
            Counting.draws += 1
            return await super().draw(*given)

    guard = RateGuard(clock, Counting(database), {"m": Rate(requests=6000, tokens=HUGE)})
    for number in range(100):
        await through(question(model, str(number)), guard)
    assert Counting.draws <= 2


async def test_nobody_waits_for_a_limit_beyond_the_deadline(
    through: Any, buckets: Buckets, model: ServedModel, clock: ManualClock
) -> None:
    guard = RateGuard(clock, buckets, {"m": Rate(requests=1)})
    await through(question(model), guard)
    with pytest.raises(UnfillableError) as error:
        await through(question(model, "2", deadline=START + timedelta(seconds=9)), guard)
    assert (error.value.why, model.asked) == ("late", 1)
    await through(question(model, "3"), guard)
    assert model.asked == 2


async def test_a_limit_of_tokens_is_used_up_by_what_calls_really_take(
    through: Any, buckets: Buckets, model: ServedModel, clock: ManualClock
) -> None:
    guard = RateGuard(clock, buckets, {"m": Rate(tokens=6000)})
    model.tokens = Tokens(input=300, output=100)
    model.takes = lambda: clock.sleep(2)
    asked = [question(model, str(number), max_tokens=2000) for number in range(12)]
    await asyncio.gather(*(through(one, guard) for one in asked))
    assert 12 * 400 / 100 * 0.8 <= clock.seconds() <= 1.5 * 12 * 400 / 100
