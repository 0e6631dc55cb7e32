"""Every HandledStore and AnswerStore, the fakes included, keeps the same promises."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from winnow.records.answers import Answers
from winnow.records.database import Database, open_database
from winnow.records.handled import Handled
from winnow.records.migrate import migrate
from winnow.records.port import AnswerStore, HandledStore
from winnow.testing.records import MemoryAnswers, MemoryHandled


@pytest.fixture(params=["memory", "sql"])
async def database(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Database | None]:
    if request.param == "memory":
        yield None
        return
    url = f"sqlite:///{tmp_path / 'winnow.db'}"
    await migrate(url)
    database = open_database(url)
    yield database
    await database.close()


@pytest.fixture
def handled(database: Database | None) -> HandledStore:
    return Handled(database) if database else MemoryHandled()


@pytest.fixture
def answers(database: Database | None) -> AnswerStore:
    return Answers(database) if database else MemoryAnswers()


async def test_only_marked_keys_are_seen(handled: HandledStore) -> None:
    await handled.mark("embed", ["a", "b"])
    await handled.mark("embed", ["b"])
    assert await handled.seen("embed", ["a", "c"]) == {"a"}
    assert await handled.seen("embed", []) == set()


async def test_consumers_do_not_see_each_others_marks(handled: HandledStore) -> None:
    await handled.mark("embed", ["a"])
    assert await handled.seen("classify", ["a"]) == set()


async def test_many_keys_are_marked_at_once(handled: HandledStore) -> None:
    keys = [str(n) for n in range(1300)]
    await handled.mark("embed", keys)
    assert await handled.seen("embed", keys) == set(keys)


async def test_an_unknown_answer_is_none(answers: AnswerStore) -> None:
    assert await answers.get("a") is None


async def test_the_first_answer_is_kept_and_told_to_the_second(answers: AnswerStore) -> None:
    assert await answers.keep("a", "extract", {"total": "1"}) == {"total": "1"}
    assert await answers.keep("a", "extract", {"total": "2"}) == {"total": "1"}
    assert await answers.get("a") == {"total": "1"}


async def test_of_racing_answers_all_get_the_same(answers: AnswerStore) -> None:
    kept = await asyncio.gather(*(answers.keep("a", "extract", {"n": n}) for n in range(10)))
    assert len({answer["n"] for answer in kept}) == 1
