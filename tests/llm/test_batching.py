"""Questions that may wait: they leave together, survive restarts, and are paid for once."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from anthropic import AsyncAnthropic
from pydantic import BaseModel

from winnow.contracts.usage import Usage
from winnow.errors import HeldError
from winnow.llm import batching
from winnow.llm.batching import Batcher, BatchGuard
from winnow.llm.calls import Purpose, Question
from winnow.llm.claude import Claude
from winnow.llm.claude_batches import ClaudeBatches
from winnow.llm.port import Filled, Prompt
from winnow.llm.price import price
from winnow.llm.tokens import Tokens
from winnow.records.batches import Batches
from winnow.records.database import Database
from winnow.testing.provider import Provider, Weather


class Bill(BaseModel):
    total: float


class World:
    """A provider, a database and what was kept; `batcher()` is a process."""

    def __init__(self, provider: Provider, database: Database) -> None:
        self.provider = provider
        client = AsyncAnthropic(api_key="key", base_url=provider.url)
        self.model = Claude(client, "claude-haiku-4-5")
        self.remote = ClaudeBatches(client, self.model.name)
        self.batches = Batches(database)
        self.guard = BatchGuard(self.batches, {self.model.name: self.remote})
        self.kept: dict[str, tuple[Purpose, dict[str, Any]]] = {}

    def question(self, number: int, *, may_wait: bool = True) -> Question[Bill]:
        purpose = Purpose(key=f"e{number}", stage="extract", may_wait=may_wait, cache=False)
        return Question(self.model, purpose, Bill, Prompt("Fill in.", f"TOTAL {number}"), 100)

    async def ask(self, number: int, *, may_wait: bool = True) -> Filled[Bill]:
        question = self.question(number, may_wait=may_wait)

        async def ask() -> Filled[Bill]:
            return await self.model.fill(Bill, question.prompt, stage="extract")

        return await self.guard.around(question, ask)

    def batcher(self, wait: float = 0.0) -> Batcher:
        async def keep(id_: str, purpose: Purpose, body: dict[str, Any]) -> None:
            assert id_ not in self.kept
            self.kept[id_] = purpose, body

        return Batcher(self.remote, self.batches, keep, wait=wait, look=60.0)


def fill(_: dict[str, Any], text: str) -> dict[str, Any]:
    return {"total": float(text.split()[-1])}


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    async with Provider(fill) as provider:
        yield World(provider, database)


async def test_what_may_not_wait_is_asked_at_once(world: World) -> None:
    assert (await world.ask(3, may_wait=False)).form.total == 3.0
    assert world.provider.batches == {}


async def test_what_may_wait_is_held_until_its_batch_comes_back(world: World) -> None:
    for number in (1, 2, 2):  # asked again, it waits once
        with pytest.raises(HeldError) as held:
            await world.ask(number)
    assert (held.value.cause, held.value.scope) == ("batch", "claude-haiku-4-5")
    await world.batcher().turn()
    await world.batcher().turn()
    bodies = {body["form"]["total"]: body["usage"] for _, body in world.kept.values()}
    assert set(bodies) == {1.0, 2.0}
    assert bodies[1.0]["batched"]
    assert world.provider.bill.answered.total() == 2
    assert await world.batches.on_their_way(world.model.name) == []


async def test_an_answer_out_of_a_batch_costs_half(world: World) -> None:
    with pytest.raises(HeldError):
        await world.ask(1)
    await world.batcher().turn()
    await world.batcher().turn()
    [(_, body)] = world.kept.values()
    usage = Usage.model_validate(body["usage"])
    bill = world.provider.bill
    assert (usage.input_tokens, usage.output_tokens) == (bill.input, bill.output)
    full, _ = price(Tokens(bill.input, bill.output), world.model.name, provider="anthropic")
    assert full is not None
    assert usage.cost_usd == pytest.approx(full / 2)


async def test_few_questions_wait_for_more_but_not_for_ever(world: World) -> None:
    with pytest.raises(HeldError):
        await world.ask(1)
    await world.batcher(wait=3600.0).turn()
    assert world.provider.batches == {}
    await world.batcher(wait=0.0).turn()
    assert len(world.provider.batches) == 1


async def test_a_restart_while_a_batch_is_pending_loses_and_repeats_nothing(world: World) -> None:
    world.provider.batches_end = False
    with pytest.raises(HeldError):
        await world.ask(1)
    await world.batcher().turn()
    await world.batcher().turn()
    assert world.kept == {}
    world.provider.batches_end = True
    await world.batcher().turn()  # another process
    assert len(world.kept) == len(world.provider.batches) == 1


async def test_who_died_while_handing_in_a_batch_pays_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(HeldError):
        await world.ask(1)
    await _die_after_handing_in(world)
    await world.batcher().turn()  # too early: the provider may not list it yet
    assert world.kept == {}
    monkeypatch.setattr(batching, "GRACE", timedelta(0))
    for _ in range(3):
        await world.batcher().turn()
    assert len(world.kept) == 1
    assert world.provider.bill.answered.total() == 1


async def test_who_died_before_handing_in_a_batch_sends_it_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(HeldError):
        await world.ask(1)
    await world.batches.load(world.model.name, "leaving-x", 10, _now())
    monkeypatch.setattr(batching, "GRACE", timedelta(0))
    for _ in range(3):
        await world.batcher().turn()
    assert len(world.kept) == len(world.provider.batches) == 1


async def test_an_answer_that_was_cut_off_is_kept_as_the_failure_that_it_is(
    database: Database,
) -> None:
    async with Provider(fill, Weather(cut_off=1.0)) as provider:
        world = World(provider, database)
        with pytest.raises(HeldError):
            await world.ask(1)
        await world.batcher().turn()
        await world.batcher().turn()
        [(purpose, body)] = world.kept.values()
    assert body["failure"]["why"] == "cut_off"
    assert body["usage"]["input_tokens"] > 0
    assert purpose.key == "e1"


async def _die_after_handing_in(world: World) -> None:
    loaded = await world.batches.load(world.model.name, "leaving-x", 10, _now())
    await world.remote.send({one.id: one.request for one in loaded})


def _now() -> Any:
    from winnow.records.moment import now

    return now()
