"""What a budget lets through, what it holds, and what it counts."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from winnow.errors import HeldError, UnreachableError
from winnow.llm.guards.budget import CALLS_END, LONGEST, LOOK_AGAIN, BudgetGuard
from winnow.llm.guards.estimate import most
from winnow.llm.guards.limits import parse_budgets
from winnow.llm.tokens import Tokens
from winnow.llm.unfilled import UnfilledError
from winnow.records.budgets import BudgetBook, Cost, Used
from winnow.records.database import Database
from winnow.testing.clock import START, ManualClock
from winnow.testing.served import ServedModel, question

DAY = START.date().isoformat()
LATER = START + timedelta(minutes=5)


@pytest.fixture
def book(database: Database) -> BudgetBook:
    return BudgetBook(database)


@pytest.fixture
def model() -> ServedModel:
    return ServedModel(usd=0.001)


@pytest.fixture
def guard(book: BudgetBook, clock: ManualClock) -> BudgetGuard:
    return BudgetGuard(clock, book, parse_budgets("acme=2,acme/receipt=1.5,*=20"))


def needed(model: ServedModel) -> float:
    usd, _ = model.price_of(most(question(model)))
    assert usd is not None
    return usd


async def used(book: BudgetBook, day: int = 0) -> dict[str, tuple[float, float]]:
    """Spent and reserved by scope, to a millionth of a dollar."""
    found = await book.used(START + timedelta(days=day))
    return {one.scope: (round(one.spent, 6), round(one.reserved, 6)) for one in found}


# -- the book


async def test_a_dollar_is_reserved_once_in_all_scopes_or_in_none(book: BudgetBook) -> None:
    both = {"acme/*": 1.0, "*/*": 9.0}
    assert await book.reserve("1", 0.7, both, START, LATER) is None
    assert await book.reserve("2", 0.7, both, START, LATER) == Used("acme/*", 0.0, 0.7)
    assert await book.reserve("3", 0.3, both, START, LATER) is None
    assert await used(book) == {"acme/*": (0.0, 1.0), "*/*": (0.0, 1.0)}


async def test_a_settled_call_counts_what_it_cost(book: BudgetBook) -> None:
    await book.reserve("1", 0.7, {"acme/*": 1.0}, START, LATER)
    await book.settle([Cost("1", 0.2, ["acme/*"], DAY)])
    assert await used(book) == {"acme/*": (0.2, 0.0)}
    assert await book.reserve("2", 0.8, {"acme/*": 1.0}, START, LATER) is None


async def test_a_cost_counts_even_if_its_reservation_is_gone(book: BudgetBook) -> None:
    await book.settle([Cost("1", 0.2, ["acme/*", "*/*"], DAY)])
    assert await used(book) == {"acme/*": (0.2, 0.0), "*/*": (0.2, 0.0)}


async def test_a_caller_that_comes_again_gives_back_what_it_had_reserved(book: BudgetBook) -> None:
    for _ in range(3):
        assert await book.reserve("1", 0.7, {"acme/*": 1.0}, START, LATER) is None
    assert await used(book) == {"acme/*": (0.0, 0.7)}


async def test_what_a_dead_caller_reserved_is_given_back_when_it_is_needed(
    book: BudgetBook,
) -> None:
    scopes = {"acme/*": 1.0, "*/*": 9.0}
    await book.reserve("1", 0.7, scopes, START, LATER)
    just_before = LATER - timedelta(seconds=1)
    assert await book.reserve("2", 0.7, scopes, just_before, LATER) is not None
    assert await book.reserve("2", 0.7, scopes, LATER, LATER + timedelta(days=1)) is None
    assert await used(book) == {"acme/*": (0.0, 0.7), "*/*": (0.0, 0.7)}


async def test_every_day_has_its_own_budget(book: BudgetBook) -> None:
    await book.reserve("1", 1.0, {"acme/*": 1.0}, START, LATER)
    tomorrow = START + timedelta(days=1)
    assert await book.reserve("2", 1.0, {"acme/*": 1.0}, tomorrow, tomorrow + LONGEST) is None
    await book.settle([Cost("1", 0.5, ["acme/*"], DAY)])
    assert await used(book) == {"acme/*": (0.5, 0.0)}
    assert await used(book, day=1) == {"acme/*": (0.0, 1.0)}


async def test_of_many_who_reserve_at_once_no_two_get_the_same_dollar(book: BudgetBook) -> None:
    scopes = {"acme/*": 1.0, "acme/receipt": 0.55}
    reserving = [book.reserve(str(n), 0.1, scopes, START, LATER) for n in range(20)]
    outcomes = await asyncio.gather(*reserving)
    assert sum(one is None for one in outcomes) == 5
    assert await used(book) == {"acme/*": (0.0, 0.5), "acme/receipt": (0.0, 0.5)}


Step = st.tuples(st.sampled_from(["reserve", "settle", "die"]), st.integers(0, 5), st.floats(0, 1))


@given(steps=st.lists(Step, max_size=25), limit=st.floats(0.1, 3))
@settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_spent_and_reserved_never_exceed_the_limit_whatever_comes_after_what(
    book: BudgetBook, steps: list[tuple[str, int, float]], limit: float
) -> None:
    scope, moment = f"t{abs(hash((tuple(steps), limit)))}/*", START
    reserved: dict[str, float] = {}
    spent = 0.0
    for what, number, share in steps:
        call = f"{scope}{number}"
        if what == "reserve":
            if await book.reserve(call, share, {scope: limit}, moment, moment + LONGEST) is None:
                reserved[call] = share
        elif what == "settle" and call in reserved:
            cost = reserved.pop(call) * 0.9
            await book.settle([Cost(call, cost, [scope], DAY)])
            spent += cost
        elif what == "die":
            moment += LONGEST / 50
    known = {one.scope: one for one in await book.used(START)}
    if scope in known:
        assert known[scope].spent == pytest.approx(spent)
        assert known[scope].reserved <= sum(reserved.values()) + 1e-6
        assert known[scope].spent + known[scope].reserved <= limit + 1e-6


# -- the guard


async def test_a_call_reserves_the_most_and_settles_what_it_cost(
    through: Any, guard: BudgetGuard, model: ServedModel, book: BudgetBook
) -> None:
    reserved: list[dict[str, tuple[float, float]]] = []

    async def look() -> None:
        reserved.append(await used(book))

    model.takes = look
    await through(question(model), guard)
    every = ("*/*", "acme/*", "acme/receipt")
    assert reserved == [dict.fromkeys(every, (0.0, round(needed(model), 6)))]
    assert await used(book) == dict.fromkeys(every, (0.11, 0.0))


async def test_what_a_budget_does_not_do_for_is_held_and_says_why(
    through: Any, guard: BudgetGuard, model: ServedModel
) -> None:
    model.tokens = Tokens(input=1400)
    await through(question(model, "dear"), guard)
    with pytest.raises(HeldError) as held:
        await through(question(model, "more"), guard)
    assert (held.value.cause, held.value.scope) == ("budget", "acme/receipt")
    assert held.value.retry_after == LOOK_AGAIN
    assert str(held.value).startswith("of 1.5 USD for today ")
    assert await through(question(model, "b", tenant="bolt"), guard)
    assert await through(question(model, "o", recipe="invoice@1"), guard)


async def test_what_waits_only_for_calls_under_way_may_soon_go_on(
    through: Any, book: BudgetBook, model: ServedModel, clock: ManualClock
) -> None:
    guard = BudgetGuard(clock, book, parse_budgets(f"acme={1.8 * needed(model)}"))
    begun, ends = asyncio.Event(), asyncio.Event()

    async def take() -> None:
        begun.set()
        await ends.wait()

    model.takes = take
    first = asyncio.create_task(through(question(model, "1"), guard))
    await begun.wait()
    with pytest.raises(HeldError) as held:
        await through(question(model, "2"), guard)
    assert held.value.retry_after == CALLS_END
    ends.set()
    await first
    await through(question(model, "2"), guard)


async def test_a_budget_is_never_exceeded_however_many_call_at_once(
    through: Any, guard: BudgetGuard, model: ServedModel, book: BudgetBook
) -> None:
    model.tokens = most(question(model))  # the worst that can happen
    calls = [through(question(model, str(n)), guard) for n in range(40)]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert {type(one) for one in outcomes if isinstance(one, BaseException)} == {HeldError}
    [last] = [one for one in await book.used(START) if one.scope == "acme/receipt"]
    assert last.reserved == pytest.approx(0.0)
    assert 1.5 - needed(model) < last.spent <= 1.5 + 1e-9


async def test_a_failure_that_nobody_paid_gives_the_money_back(
    through: Any, guard: BudgetGuard, model: ServedModel, book: BudgetBook
) -> None:
    model.errors.append(UnreachableError("m", status=503))
    with pytest.raises(UnreachableError):
        await through(question(model), guard)
    assert await used(book) == dict.fromkeys(("*/*", "acme/*", "acme/receipt"), (0.0, 0.0))


async def test_an_answer_that_was_no_good_is_paid_for(
    through: Any, guard: BudgetGuard, model: ServedModel, book: BudgetBook
) -> None:
    model.errors.append(UnfilledError("invalid", "", model.usage()))
    with pytest.raises(UnfilledError):
        await through(question(model), guard)
    assert (await used(book))["acme/*"] == (0.11, 0.0)


async def test_a_caller_that_died_takes_its_own_reservation_over(
    through: Any, guard: BudgetGuard, model: ServedModel, book: BudgetBook, clock: ManualClock
) -> None:
    begun = asyncio.Event()

    async def never() -> None:
        begun.set()
        await asyncio.Event().wait()

    model.takes = never
    dying = asyncio.create_task(through(question(model), guard))
    await begun.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    assert (await used(book))["acme/*"] == (0.0, round(needed(model), 6))
    model.takes = None
    await through(question(model), guard)
    assert (await used(book))["acme/*"] == (0.11, 0.0)


async def test_an_answer_is_not_lost_when_its_cost_cannot_be_written_down(
    through: Any, model: ServedModel, database: Database, clock: ManualClock
) -> None:
    class Away(BudgetBook):
        away = True

        async def settle(self, costs: Any) -> None:
            if self.away:
                raise UnreachableError("database")
            await super().settle(costs)

    book = Away(database)
    guard = BudgetGuard(clock, book, parse_budgets("acme=2"))
    assert (await through(question(model, "1"), guard)).form.word == "yes"
    book.away = False
    await through(question(model, "2"), guard)
    assert await used(book) == {"acme/*": (0.22, 0.0)}


async def test_a_model_without_a_price_is_not_held_and_it_is_told_once(
    through: Any, guard: BudgetGuard, book: BudgetBook, capsys: pytest.CaptureFixture[str]
) -> None:
    unpriced = ServedModel(usd=None)
    for number in range(3):
        await through(question(unpriced, str(number)), guard)
    assert guard.warned == {"m"}
    assert await used(book) == {}
