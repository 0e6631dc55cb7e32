"""An answer that does not fit is repaired once, and nothing is paid twice on the way."""

from collections.abc import AsyncIterator

import pytest
from anthropic import AsyncAnthropic
from pydantic import BaseModel, Field
from sqlalchemy import select

from winnow.errors import UnreachableError
from winnow.llm.asker import Asker
from winnow.llm.calls import Purpose, Question
from winnow.llm.claude import Claude
from winnow.llm.port import Prompt
from winnow.llm.repairing import Repairing, repair_of
from winnow.llm.unfilled import UnfilledError
from winnow.records.answers import Answers
from winnow.records.database import Database
from winnow.records.tables import model_calls
from winnow.testing.model_script import Answer, bad_json, cut_off, ok, status
from winnow.testing.model_server import ModelServer


class Bill(BaseModel):
    total: float = Field(gt=0)


class World:
    """A scripted server, and calls to it that are kept in a database."""

    def __init__(self, server: ModelServer, database: Database) -> None:
        self.server = server
        self.model = Claude(AsyncAnthropic(api_key="key", base_url=server.url), "claude-haiku-5-5")
        self.calls = Repairing(Asker(Answers(database)))

    def question(self, key: str = "event") -> Question[Bill]:
        return Question(self.model, Purpose(key, "extract"), Bill, Prompt("Read.", "Total 5"))


@pytest.fixture
def script() -> list[Answer]:
    return []


@pytest.fixture
async def world(script: list[Answer], database: Database) -> AsyncIterator[World]:
    async with ModelServer(lambda _: script.pop(0)) as server:
        yield World(server, database)


@pytest.mark.parametrize("wrong", [bad_json(), ok({"total": -1}), ok({})])
async def test_an_answer_that_does_not_fit_is_repaired_and_both_calls_count(
    world: World, script: list[Answer], wrong: Answer
) -> None:
    script += [wrong, ok({"total": 5})]
    filled = await world.calls.fill(world.question())
    assert filled.form.total == 5
    assert (filled.usage.input_tokens, filled.usage.output_tokens) == (200, 40)
    assert filled.usage.outcome == "paid"
    first, second = (request.body["messages"][-1]["content"] for request in world.server.requests)
    assert second[0]["text"].startswith(first[0]["text"])
    assert "does not fit" in second[0]["text"]
    assert world.server.faults == []


async def test_a_second_answer_that_does_not_fit_is_invalid_and_both_were_paid_for(
    world: World, script: list[Answer]
) -> None:
    script += [ok({"total": -1}), ok({"total": -2})]
    with pytest.raises(UnfilledError, match="/total") as raised:
        await world.calls.fill(world.question())
    assert raised.value.usage.output_tokens == 40
    assert len(world.server.requests) == 2


async def test_an_answer_that_was_cut_off_is_not_repaired(
    world: World, script: list[Answer]
) -> None:
    script += [cut_off(), ok({"total": 5})]
    with pytest.raises(UnfilledError, match="cut_off"):
        await world.calls.fill(world.question())
    assert len(world.server.requests) == 1


async def test_who_finds_the_model_gone_before_the_repair_pays_for_the_first_answer_once(
    world: World, script: list[Answer], database: Database
) -> None:
    script += [ok({"total": -1}), status(529), ok({"total": 5})]
    with pytest.raises(UnreachableError):
        await world.calls.fill(world.question())
    filled = await world.calls.fill(world.question())
    assert filled.usage.input_tokens == 200
    async with database.read() as connection:
        rows = (await connection.execute(select(model_calls).order_by(model_calls.c.at))).all()
    assert [(row.outcome, row.input_tokens) for row in rows] == [("failed", 100), ("paid", 100)]


async def test_another_copy_of_the_document_pays_for_neither(
    world: World, script: list[Answer]
) -> None:
    script += [ok({"total": -1}), ok({"total": 5})]
    await world.calls.fill(world.question())
    again = await world.calls.fill(world.question("another event"))
    assert (again.usage.outcome, again.usage.input_tokens) == ("cached", 0)


def test_a_repair_is_another_question_for_another_use(world: World) -> None:
    repair = repair_of(world.question(), "/total: too small")
    assert repair.id != world.question().id
    assert repair.purpose.key == "event/repair"
