"""Answers and their ledger on real databases."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, func, select, update

from winnow.contracts.usage import Usage
from winnow.records import keeping
from winnow.records.answers import Answers
from winnow.records.database import Database
from winnow.records.keeping import TOUCHED
from winnow.records.moment import now
from winnow.records.port import Turn, Use
from winnow.records.tables import answer_documents, answers, flights, model_calls

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)


def use(answer: str = "a", key: str = "k", document: str = "d") -> Use:
    return Use(answer, key, "t", document, "receipt@1", "extract", "m")


def paid(tokens: int = 7, usd: float | None = 0.1) -> Usage:
    return Usage(model="m", stage="extract", input_tokens=tokens, cost_usd=usd, call="a")


async def rows(database: Database, table: Table) -> list[Any]:
    async with database.read() as connection:
        return list(await connection.execute(select(table)))


async def test_a_flight_whose_holder_is_dead_is_taken_over_and_a_renewed_one_is_not(
    database: Database,
) -> None:
    dead, alive = Answers(database, lease=0.2), Answers(database)
    assert await dead.take_off(use()) is Turn.OURS
    assert await alive.take_off(use()) is Turn.THEIRS
    assert await dead.take_off(use("b")) is Turn.OURS
    await asyncio.sleep(0.25)
    assert await alive.landed("a")
    assert await alive.take_off(use()) is Turn.OURS
    dead._lease = timedelta(seconds=30)
    await dead.renew()  # what was taken from it stays taken
    assert await alive.take_off(use("b")) is Turn.THEIRS
    await dead.give_up("a")
    assert not await alive.landed("a")


async def test_of_many_who_want_to_ask_one_does(database: Database) -> None:
    stores = [Answers(database) for _ in range(6)]
    turns = await asyncio.gather(*(store.take_off(use()) for store in stores))
    assert sorted(turn.value for turn in turns if isinstance(turn, Turn)) == [
        "ours",
        *["theirs"] * 5,
    ]


async def test_a_payment_that_was_made_twice_is_written_down_twice(database: Database) -> None:
    store = Answers(database)
    await store.keep(use(), {"n": 1}, paid(7), AT)
    await store.keep(use(), {"n": 1}, paid(7), AT)  # the same one, kept again
    assert len(await rows(database, model_calls)) == 1
    late = await store.keep(use(), {"n": 2}, paid(9), AT + timedelta(seconds=1))
    assert (late.body, late.usage.input_tokens) == ({"n": 1}, 9)
    assert sum(row.input_tokens for row in await rows(database, model_calls)) == 16
    again = await store.recall(use())
    assert again is not None
    assert again.usage.input_tokens == 7


async def test_the_ledger_knows_all_of_a_call_and_null_is_not_nothing(database: Database) -> None:
    usage = Usage(
        model="m",
        stage="extract",
        input_tokens=1,
        output_tokens=2,
        cache_read_tokens=3,
        cache_write_tokens=4,
        cost_usd=None,
        prices="p",
        seconds=0.123456,
        call="a",
        outcome="failed",
        rung=2,
        batched=True,
    )
    await Answers(database).keep(use(), {}, usage, AT)
    [row] = await rows(database, model_calls)
    assert (row.day, row.at, row.tenant, row.document_id) == ("2026-01-01", AT, "t", "d")
    assert (row.recipe, row.usd) == ("receipt@1", None)
    kept = await Answers(database).recall(use())
    assert kept is not None
    assert kept.usage == usage


async def test_when_an_answer_was_used_is_noted_at_most_once_an_hour(database: Database) -> None:
    store = Answers(database)
    await store.keep(use(), {}, paid(), now())
    [first] = await rows(database, answers)
    await store.recall(use(key="l"))
    assert [row.used_at for row in await rows(database, answers)] == [first.used_at]
    long_ago = now() - TOUCHED - timedelta(seconds=1)
    async with database.begin() as connection:
        await connection.execute(update(answers).values(used_at=long_ago))
    await store.recall(use(key="l"))
    [later] = await rows(database, answers)
    assert later.used_at > long_ago + TOUCHED


async def test_what_was_erased_is_nobodys_and_its_money_stays(database: Database) -> None:
    store = Answers(database)
    await store.keep(use(), {"total": 1}, paid(), AT)
    await store.recall(use(key="l", document="copy"))
    assert await store.erase("t", "d") == 1
    assert await rows(database, answers) == []
    assert await rows(database, answer_documents) == []
    calls = await rows(database, model_calls)
    assert sorted((row.document_id, row.usd) for row in calls) == [("", 0.1), ("copy", 0.0)]


async def test_what_many_keep_at_once_is_few_transactions(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, groups = Answers(database), []
    keep_all = keeping.keep_all

    def watched(connection: Any, payments: Any) -> Any:
        groups.append(len(payments))
        return keep_all(connection, payments)

    monkeypatch.setattr("winnow.records.answers.keep_all", watched)
    await asyncio.gather(*(store.keep(use(str(n)), {"n": n}, paid(), AT) for n in range(64)))
    assert sum(groups) == 64
    assert len(groups) <= 2
    assert await store.recall(use("7")) is not None


async def test_one_that_cannot_be_kept_does_not_spoil_the_others(database: Database) -> None:
    store = Answers(database)
    bad = use("x" + "\ud800")  # no text that a database can hold
    kept = await asyncio.gather(
        *(store.keep(one, {}, paid(), AT) for one in (use("a"), bad, use("b"))),
        return_exceptions=True,
    )
    assert [isinstance(one, Exception) for one in kept] == [False, True, False]
    async with database.read() as connection:
        count = select(func.count()).select_from(answers)
        assert (await connection.execute(count)).scalar_one() == 2


async def test_a_write_goes_on_though_its_caller_has_gone(database: Database) -> None:
    store = Answers(database)
    assert await store.take_off(use()) is Turn.OURS
    caller = asyncio.create_task(store.keep(use(), {"n": 1}, paid(), AT))
    await asyncio.sleep(0)
    caller.cancel()
    assert await store.recall(use()) is not None
    assert await rows(database, flights) == []
