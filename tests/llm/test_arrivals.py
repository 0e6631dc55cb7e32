"""Answers out of batches are found by the events that were held for them."""

from typing import Any

import pytest
from pydantic import BaseModel
from sqlalchemy import select

from winnow.contracts.usage import Usage
from winnow.llm.arrivals import keeping
from winnow.llm.asker import Asker
from winnow.llm.calls import Purpose, Question
from winnow.llm.port import Prompt
from winnow.llm.unfilled import UnfilledError
from winnow.records.answers import Answers
from winnow.records.database import Database
from winnow.records.tables import model_calls
from winnow.testing.model import FakeModel


class Bill(BaseModel):
    total: float


USAGE = Usage(model="fake", stage="extract", input_tokens=9, cost_usd=0.1, batched=True)
PURPOSE = Purpose("event-1", "extract", document_id="d", rung=1, may_wait=True)
QUESTION = Question(FakeModel(), PURPOSE, Bill, Prompt("Read.", "Total 5"))


async def arrive(database: Database, **said: Any) -> None:
    body = {"usage": USAGE.model_dump(mode="json"), "probabilities": {}, **said}
    await keeping(Answers(database))(QUESTION.id, PURPOSE, body)


async def test_the_held_event_finds_its_answer_at_the_price_for_batches(database: Database) -> None:
    await arrive(database, form={"total": 5})
    await arrive(database, form={"total": 5})  # fetched again after a kill
    filled = await Asker(Answers(database)).fill(QUESTION)
    assert filled.form.total == 5
    assert filled.usage == USAGE.model_copy(update={"call": QUESTION.id, "rung": 1})
    async with database.read() as connection:
        rows = (await connection.execute(select(model_calls))).all()
    assert [(row.usd, row.batched) for row in rows] == [(0.1, True)]


async def test_a_failure_out_of_a_batch_is_a_failure(database: Database) -> None:
    await arrive(database, failure={"why": "cut_off", "detail": "after 9 tokens"})
    with pytest.raises(UnfilledError) as raised:
        await Asker(Answers(database)).fill(QUESTION)
    assert (raised.value.why, raised.value.usage.outcome) == ("cut_off", "failed")
