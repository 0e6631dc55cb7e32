"""What a budget lets through, what it holds, and what it counts."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from winnow.errors import HeldError, UnreachableError
from winnow.llm.guards.budget import LOOK_AGAIN, BudgetGuard
from winnow.llm.guards.estimate import most
from winnow.llm.guards.limits import parse_budgets
from winnow.llm.guards.purse import DEAD, IDLE, Purse
from winnow.llm.price import Tokens
from winnow.llm.unfilled import UnfilledError
from winnow.records.budgets import BudgetBook, Exchange, Used
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
    return BudgetGuard(clock, Purse(book, clock), parse_budgets("acme=2,acme/receipt=1.5,*=20"))


def needed(model: ServedModel) -> float:
    usd, _ = model.price_of(most(question(model)))
    assert usd is not None
    return usd


async def told(guard: BudgetGuard, book: BudgetBook) -> dict[str, tuple[float, float]]:
    """What is used, once all is told."""
    await guard.purse.close()
    return await used(book)


async def used(book: BudgetBook, day: int = 0) -> dict[str, tuple[float, float]]:
    """Spent and reserved by scope, to a millionth of a dollar."""
    found = await book.used(START + timedelta(days=day))
    return {one.scope: (round(one.spent, 6), round(one.reserved, 6)) for one in found}


# -- the book


def ask(needs: float, scope: str = "acme/*", limit: float = 1.0, **changes: Any) -> Exchange:
    fields = {"spent": 0.0, "keeps": 0.0, "limit": limit, "needs": needs, **changes}
    return Exchange(scope, changes.pop("day", DAY), **fields)


def tell(spent: float, keeps: float = 0.0, scope: str = "acme/*") -> Exchange:
    return Exchange(scope, DAY, spent, keeps)


async def test_a_dollar_is_reserved_once_in_all_scopes_or_in_none(book: BudgetBook) -> None:
    def both(needs: float, keeps: float = 0.0) -> list[Exchange]:
        return [ask(needs, keeps=keeps), ask(needs, "*/*", 9.0, keeps=keeps)]

    assert await book.exchange("1", both(0.7), START, LATER) == [0.7, 0.7]
    assert await book.exchange("2", both(0.7), START, LATER) == Used("acme/*", 0.0, 0.7)
    assert await book.exchange("2", both(0.3), START, LATER) == [0.3, 0.3]
    assert await used(book) == {"acme/*": (0.0, 1.0), "*/*": (0.0, 1.0)}
    assert isinstance(await book.exchange("2", both(0.1, keeps=0.3), START, LATER), Used)
    assert await used(book) == {"acme/*": (0.0, 1.0), "*/*": (0.0, 1.0)}


async def test_more_than_is_needed_is_reserved_only_if_it_is_there(book: BudgetBook) -> None:
    assert await book.exchange("1", [ask(0.5, more=0.2)], START, LATER) == [0.7]
    [taken] = await book.exchange("2", [ask(0.1, more=0.9)], START, LATER)  # type: ignore[misc]
    assert taken == pytest.approx(0.3)


async def test_what_is_spent_counts_and_what_is_not_kept_is_free_again(book: BudgetBook) -> None:
    await book.exchange("1", [ask(0.7)], START, LATER)
    assert await book.exchange("1", [tell(0.2, keeps=0.1)], START, LATER) == [0.0]
    assert await used(book) == {"acme/*": (0.2, 0.1)}
    assert await book.exchange("2", [ask(0.7)], START, LATER) == [0.7]
    assert await book.exchange("1", [tell(0.1)], START, LATER) == [0.0]
    assert await used(book) == {"acme/*": (0.3, 0.7)}


async def test_what_is_spent_counts_even_if_nothing_more_is_left(book: BudgetBook) -> None:
    await book.exchange("1", [ask(1.0)], START, LATER)
    answer = await book.exchange("1", [ask(0.5, spent=0.8, keeps=0.2)], START, LATER)
    assert isinstance(answer, Used)
    assert (answer.spent, round(answer.reserved, 6)) == (0.8, 0.2)
    assert await used(book) == {"acme/*": (0.8, 0.2)}


async def test_what_a_dead_holder_reserved_is_free_when_it_is_needed(book: BudgetBook) -> None:
    both = [ask(0.7), ask(0.7, "*/*", 9.0)]
    await book.exchange("1", both, START, LATER)
    just_before = LATER - timedelta(seconds=1)
    assert isinstance(await book.exchange("2", both, just_before, LATER), Used)
    assert await book.exchange("2", both, LATER, LATER + DEAD) == [0.7, 0.7]
    assert await used(book) == {"acme/*": (0.0, 0.7), "*/*": (0.0, 0.7)}


async def test_every_day_has_its_own_budget(book: BudgetBook) -> None:
    await book.exchange("1", [ask(1.0)], START, LATER)
    tomorrow = START + timedelta(days=1)
    asked = Exchange("acme/*", tomorrow.date().isoformat(), 0.0, 0.0, 1.0, 1.0)
    assert await book.exchange("1", [asked], tomorrow, tomorrow + DEAD) == [1.0]
    await book.exchange("1", [tell(0.5)], tomorrow, tomorrow + DEAD)
    assert await used(book) == {"acme/*": (0.5, 0.0)}
    assert await used(book, day=1) == {"acme/*": (0.0, 1.0)}


async def test_of_many_who_reserve_at_once_no_two_get_the_same_dollar(book: BudgetBook) -> None:
    both = [ask(0.1), ask(0.1, "acme/receipt", 0.55)]
    reserving = [book.exchange(str(n), both, START, LATER) for n in range(20)]
    outcomes = await asyncio.gather(*reserving)
    assert sum(one == [0.1, 0.1] for one in outcomes) == 5
    assert await used(book) == {"acme/*": (0.0, 0.5), "acme/receipt": (0.0, 0.5)}


Step = st.tuples(st.sampled_from(["take", "settle", "die"]), st.integers(0, 2), st.floats(0, 1))


@given(steps=st.lists(Step, max_size=25), limit=st.floats(0.1, 3))
@settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_spent_and_reserved_never_exceed_the_limit_whatever_comes_after_what(
    book: BudgetBook, steps: list[tuple[str, int, float]], limit: float
) -> None:
    clock, scope = ManualClock(), str(uuid4())
    purses = [Purse(book, clock) for _ in range(3)]
    under_way: list[list[float]] = [[], [], []]
    spent = 0.0
    for what, number, share in steps:
        if what == "take":
            if await purses[number].take({scope: limit}, DAY, share) is None:
                under_way[number].append(share)
        elif what == "settle" and under_way[number]:
            usd = under_way[number].pop()
            purses[number].settle((scope,), DAY, usd, 0.9 * usd)
            spent += 0.9 * usd
        elif what == "die":
            await purses[number].close()
            purses[number], under_way[number] = Purse(book, clock), []
        [known] = [one for one in await book.used(START) if one.scope == scope] or [Used(scope)]
        assert known.spent <= spent + 1e-6
        assert known.spent + known.reserved <= limit + 1e-6
    for purse in purses:
        await purse.close()
    [known] = [one for one in await book.used(START) if one.scope == scope] or [Used(scope)]
    assert known.spent == pytest.approx(spent)


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
    needs = needed(model)
    ready = {"*/*": 0.2, "acme/*": 0.02, "acme/receipt": 0.015}  # a hundredth of each
    assert reserved == [{scope: (0.0, round(needs + ready[scope], 6)) for scope in every}]
    assert await told(guard, book) == dict.fromkeys(every, (0.11, 0.0))


async def test_what_a_budget_does_not_do_for_is_held_and_says_why(
    through: Any, guard: BudgetGuard, model: ServedModel
) -> None:
    model.tokens = Tokens(input=1100)
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
    guard = BudgetGuard(clock, Purse(book, clock), parse_budgets(f"acme={1.5 * needed(model)}"))
    begun, ends = asyncio.Event(), asyncio.Event()

    async def take() -> None:
        begun.set()
        await ends.wait()

    model.takes = take
    first = asyncio.create_task(through(question(model, "1"), guard))
    await begun.wait()
    with pytest.raises(HeldError) as held:
        await through(question(model, "2"), guard)
    assert held.value.retry_after == IDLE
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
    await guard.purse.close()
    [last] = [one for one in await book.used(START) if one.scope == "acme/receipt"]
    assert last.reserved == pytest.approx(0.0)
    assert 1.5 - needed(model) < last.spent <= 1.5 + 1e-9


async def test_a_failure_that_nobody_paid_gives_the_money_back(
    through: Any, guard: BudgetGuard, model: ServedModel, book: BudgetBook
) -> None:
    model.errors.append(UnreachableError("m", status=503))
    with pytest.raises(UnreachableError):
        await through(question(model), guard)
    assert await told(guard, book) == dict.fromkeys(("*/*", "acme/*", "acme/receipt"), (0.0, 0.0))


async def test_an_answer_that_was_no_good_is_paid_for(
    through: Any, guard: BudgetGuard, model: ServedModel, book: BudgetBook
) -> None:
    model.errors.append(UnfilledError("invalid", "", model.usage()))
    with pytest.raises(UnfilledError):
        await through(question(model), guard)
    assert (await told(guard, book))["acme/*"] == (0.11, 0.0)


async def test_a_call_that_was_given_up_frees_its_money(
    through: Any, guard: BudgetGuard, model: ServedModel, book: BudgetBook
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
    assert set((await told(guard, book)).values()) == {(0.0, 0.0)}


async def test_an_answer_is_not_lost_when_its_cost_cannot_be_written_down(
    through: Any, model: ServedModel, database: Database, clock: ManualClock
) -> None:
    class Away(BudgetBook):
        away = False

        async def exchange(self, *told: Any) -> Any:
            if self.away:
                raise UnreachableError("database")
            return await super().exchange(*told)

    book = Away(database)
    guard = BudgetGuard(clock, Purse(book, clock), parse_budgets("acme=2000"))
    await through(question(model, "1"), guard)
    book.away = True
    assert (await through(question(model, "2"), guard)).form.word == "yes"
    with pytest.raises(UnreachableError):
        await guard.purse.close()
    book.away = False
    assert await told(guard, book) == {"acme/*": (0.22, 0.0)}


async def test_a_model_without_a_price_is_not_held_and_it_is_told_once(
    through: Any, guard: BudgetGuard, book: BudgetBook, capsys: pytest.CaptureFixture[str]
) -> None:
    unpriced = ServedModel(usd=None)
    for number in range(3):
        await through(question(unpriced, str(number)), guard)
    assert guard.warned == {"m"}
    assert await used(book) == {}


async def test_what_is_spent_is_told_soon_and_what_is_not_needed_given_back_soon_after(
    through: Any, guard: BudgetGuard, model: ServedModel, book: BudgetBook, clock: ManualClock
) -> None:
    await through(question(model), guard)
    before = clock.seconds()
    while (await used(book))["acme/*"] != (0.11, 0.0):
        await clock.sleep(0.1)
    assert clock.seconds() - before < 60


async def test_most_calls_cost_no_transaction(
    through: Any, database: Database, model: ServedModel, clock: ManualClock
) -> None:
    class Counting(BudgetBook):
        exchanges = 0

        async def exchange(self, *told: Any) -> Any:
            Counting.exchanges += 1
            return await super().exchange(*told)

    guard = BudgetGuard(clock, Purse(Counting(database), clock), parse_budgets("acme=9000"))
    for number in range(100):
        await through(question(model, str(number)), guard)
    assert Counting.exchanges == 1
