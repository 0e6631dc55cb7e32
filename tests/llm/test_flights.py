"""Equal questions of several processes, on real databases."""

import asyncio
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select

from winnow.llm.asker import Asker
from winnow.llm.calls import Purpose, Question
from winnow.llm.port import Filled, Prompt
from winnow.records.answers import Answers
from winnow.records.database import Database
from winnow.records.tables import flights, model_calls
from winnow.testing.model import FakeModel


class Bill(BaseModel):
    total: float


class SlowModel(FakeModel):
    async def fill(self, *args: Any, **options: Any) -> Filled[Any]:
        await asyncio.sleep(0.05)
        return await super().fill(*args, **options)


def asked(model: FakeModel, key: str, text: str = "Total 5") -> Question[Bill]:
    purpose = Purpose(key, "extract", document_id=f"document of {key}")
    return Question(model, purpose, Bill, Prompt("Read the bill.", text))


async def outcomes(database: Database) -> list[str]:
    async with database.read() as connection:
        return sorted((await connection.execute(select(model_calls.c.outcome))).scalars())


async def test_of_equal_questions_in_many_processes_one_is_paid_for(database: Database) -> None:
    model = SlowModel({"Bill": {"total": 5}})
    askers = [Asker(Answers(database)) for _ in range(4)]
    filled = await asyncio.gather(
        *(askers[n % 4].fill(asked(model, f"event-{n}")) for n in range(20))
    )
    assert len(model.calls) == 1
    assert {one.form.total for one in filled} == {5}
    assert await outcomes(database) == ["cached"] * 19 + ["paid"]
    async with database.read() as connection:
        assert (await connection.execute(select(flights))).all() == []


async def test_half_of_them_equal_cost_half(database: Database) -> None:
    model, asker = FakeModel({"Bill": {"total": 5}}), Asker(Answers(database))
    texts = [f"Total {n % 50}" for n in range(100)]
    filled = await asyncio.gather(
        *(asker.fill(asked(model, f"event-{n}", text)) for n, text in enumerate(texts))
    )
    tokens = [one.usage.input_tokens + one.usage.output_tokens for one in filled]
    assert len(model.calls) == 50
    assert sum(tokens) == sum(max(tokens[n], tokens[n + 50]) for n in range(50))


async def test_what_a_dead_process_asked_is_asked_by_the_next(database: Database) -> None:
    class Stuck(FakeModel):
        async def fill(self, *args: Any, **options: Any) -> Filled[Any]:
            await asyncio.Event().wait()
            raise AssertionError("unreachable")

    dead = Answers(database, lease=0.3)
    dead.renewal = 1000
    stuck = asyncio.create_task(Asker(dead).fill(asked(Stuck(), "event-1")))
    await asyncio.sleep(0.1)
    model = FakeModel({"Bill": {"total": 5}})
    filled = await Asker(Answers(database)).fill(asked(model, "event-1"))
    assert filled.usage.outcome == "paid"
    stuck.cancel()
