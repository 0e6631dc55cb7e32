"""The whole way to a model, as services have it: in which order its parts stand."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from anthropic import AsyncAnthropic
from pydantic import BaseModel, Field

from winnow.config import Settings
from winnow.errors import HeldError, MisconfiguredError
from winnow.llm.calls import Purpose, Question
from winnow.llm.claude import Claude
from winnow.llm.port import Prompt
from winnow.llm.stack import open_calls
from winnow.llm.switchboard import Switchboard
from winnow.records.budgets import BudgetBook
from winnow.records.database import Database
from winnow.records.moment import now
from winnow.testing.model import FakeModel
from winnow.testing.provider import Provider


class Bill(BaseModel):
    total: float = Field(gt=0)


class World:
    """A provider, a database, and ways to the one that remember in the other."""

    def __init__(self, provider: Provider, database: Database, answered: asyncio.Event) -> None:
        self.provider = provider
        self.answered = answered
        self.database = database
        client = AsyncAnthropic(api_key="key", base_url=provider.url)
        self.model = Claude(client, "claude-haiku-4-5")

    def calls(self, **values: Any) -> Switchboard:
        settings = Settings(_env_file=None, batch_wait=0, **values)
        return open_calls(settings, self.database, (self.model,))

    def question(self, said: str = "TOTAL 5", *, may_wait: bool = False) -> Question[Bill]:
        purpose = Purpose(said, "extract", recipe="receipt@1", may_wait=may_wait)
        return Question(self.model, purpose, Bill, Prompt("Read.", said), 100)

    async def spent(self) -> float:
        """What the book knows of, once it was told: processes tell it every now and then."""
        for _ in range(500):
            spent, _reserved = await self.used()
            if spent:
                return spent
            await asyncio.sleep(0.02)
        return 0.0

    async def used(self) -> tuple[float, float]:
        [used] = await BudgetBook(self.database).used(now())
        return used.spent, used.reserved


def fill(_: dict[str, Any], text: str) -> dict[str, Any]:
    """Good answers, or a bad one to be repaired where the text says so."""
    total = float(text.split("TOTAL ")[1].split()[0])
    return {"total": -total if "WRONG" in text and "does not fit" not in text else total}


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    answered = asyncio.Event()

    def telling(schema: dict[str, Any], text: str) -> dict[str, Any]:
        answered.set()
        return fill(schema, text)

    async with Provider(telling) as provider:
        yield World(provider, database, answered)


async def turn(calls: Switchboard) -> None:
    """Send what waits and fetch what ended."""
    for _ in range(2):
        for batcher in calls.batchers:
            await batcher.turn()


async def test_a_budget_is_asked_before_anything_is_paid(world: World) -> None:
    with pytest.raises(HeldError) as held:
        await world.calls(budgets="*=0.000001").fill(world.question())
    assert (held.value.cause, held.value.scope) == ("budget", "*/*")
    assert world.provider.bill.total == 0


async def test_a_budget_that_was_raised_lets_the_question_through(world: World) -> None:
    with pytest.raises(HeldError):
        await world.calls(budgets="*=0.000001").fill(world.question())
    filled = await world.calls(budgets="*=1").fill(world.question())
    assert await world.spent() == pytest.approx(filled.usage.cost_usd)


async def test_a_kept_answer_needs_no_budget(world: World) -> None:
    first = await world.calls().fill(world.question())
    again = await world.calls(budgets="*=0").fill(world.question())
    assert (again.form, again.usage) == (first.form, first.usage)


async def test_what_waits_for_a_batch_is_reserved_and_then_charged_at_half_the_price(
    world: World,
) -> None:
    calls = world.calls(budgets="*=1")
    question = world.question(may_wait=True)
    with pytest.raises(HeldError) as held:
        await calls.fill(question)
    assert held.value.cause == "batch"
    spent, reserved = await world.used()
    assert spent == 0
    assert reserved > 0
    await turn(calls)
    filled = await calls.fill(question)
    assert filled.usage.batched
    assert filled.usage.cost_usd is not None
    assert await world.used() == pytest.approx((filled.usage.cost_usd, 0))


async def test_a_batch_is_not_asked_for_twice_by_who_comes_back_early(world: World) -> None:
    calls = world.calls(budgets="*=1")
    for _ in range(3):
        with pytest.raises(HeldError):
            await calls.fill(world.question(may_wait=True))
    await turn(calls)
    await calls.fill(world.question(may_wait=True))
    assert world.provider.bill.answered.total() == 1


async def test_an_answer_out_of_a_batch_that_does_not_fit_is_repaired_in_the_next(
    world: World,
) -> None:
    calls, question = world.calls(), world.question("WRONG TOTAL 5", may_wait=True)
    for _ in range(2):
        with pytest.raises(HeldError):
            await calls.fill(question)
        await turn(calls)
    filled = await calls.fill(question)
    assert filled.form.total == 5
    bill = world.provider.bill
    assert (filled.usage.input_tokens, filled.usage.output_tokens) == (bill.input, bill.output)


async def test_where_batches_are_off_nothing_waits(world: World) -> None:
    filled = await world.calls(batches=False).fill(world.question(may_wait=True))
    assert not filled.usage.batched


async def test_a_model_whose_provider_takes_no_batches_is_asked_at_once(
    database: Database,
) -> None:
    model = FakeModel({"Bill": {"total": 5}})
    calls = open_calls(Settings(_env_file=None), database, (model,))
    purpose = Purpose("event", "extract", may_wait=True)
    await calls.fill(Question(model, purpose, Bill, Prompt("Read.", "TOTAL 5")))
    assert calls.batchers == ()


async def test_between_start_and_stop_batches_leave_and_come_back(world: World) -> None:
    calls = world.calls(batch_look=0.01)
    with pytest.raises(HeldError):
        await calls.fill(world.question(may_wait=True))
    await calls.start()
    await asyncio.wait_for(world.answered.wait(), 10)
    await calls.stop()


def test_budgets_that_are_none_are_named(database: Database) -> None:
    with pytest.raises(MisconfiguredError, match="WINNOW_BUDGETS"):
        open_calls(Settings(_env_file=None, budgets="acme"), database, ())
