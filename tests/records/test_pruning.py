"""Old claims and answers are forgotten, and nothing that is still needed."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import Table, func, select

from winnow import streams
from winnow.config import Settings
from winnow.records import pruning
from winnow.records.database import Database
from winnow.records.pruning import BATCH, Pruned, Pruner, prune, shrink
from winnow.records.statements import insert_ignore
from winnow.records.tables import answer_documents, answers, handled

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
SETTINGS = Settings(_env_file=None)


def claim(number: int, days: float) -> dict[str, Any]:
    at = NOW - timedelta(days=days)
    return {"consumer": "embed:t", "key": str(number), "place": f"t/0/{number}", "at": at}


def answer(number: int, days: float) -> dict[str, Any]:
    at = NOW - timedelta(days=days)
    about = {"stage": "extract", "tenant": "t", "model": "m"}
    return {"id": str(number), **about, "body": "{}", "size": 2, "at": at, "used_at": at}


async def fill(database: Database, table: Table, rows: list[dict[str, Any]]) -> None:
    async with database.begin() as connection:
        await insert_ignore(connection, table, rows)


async def count(database: Database, table: Table) -> int:
    async with database.read() as connection:
        return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())


async def test_what_is_old_goes_and_what_is_younger_stays(database: Database) -> None:
    kept = SETTINGS.keep_handled
    await fill(database, handled, [claim(1, kept + 0.01), claim(2, kept - 0.01), claim(3, 0)])
    await fill(database, answers, [answer(1, SETTINGS.keep_answers + 1), answer(2, 1)])
    assert await prune(database, SETTINGS, NOW) == Pruned(handled=1, answers=1)
    assert await count(database, handled) == 2
    assert await count(database, answers) == 1
    assert await prune(database, SETTINGS, NOW) == Pruned(handled=0, answers=0)


async def test_an_answer_that_is_forgotten_is_no_documents_any_more(database: Database) -> None:
    await fill(database, answers, [answer(1, SETTINGS.keep_answers + 1), answer(2, 1)])
    used = [{"document_id": "d", "answer_id": str(number)} for number in (1, 2)]
    await fill(database, answer_documents, used)
    await prune(database, SETTINGS, NOW)
    assert await count(database, answer_documents) == 1


async def test_beyond_the_limit_what_was_not_used_for_longest_goes_first(
    database: Database,
) -> None:
    kept = [
        {**answer(days, 60), "size": 400, "used_at": NOW - timedelta(days=days)}
        for days in (5, 2, 9)
    ]
    await fill(database, answers, kept)
    assert await shrink(database, 1200, NOW, breath=0) == 0
    assert await shrink(database, 900, NOW, breath=0) == 1
    async with database.read() as connection:
        left = (await connection.execute(select(answers.c.id))).scalars()
        assert set(left) == {"5", "2"}


async def test_much_that_is_too_much_goes_in_batches(database: Database) -> None:
    number = 2 * BATCH + 7
    await fill(database, answers, [answer(n, 40) for n in range(number)])
    assert await shrink(database, 10, NOW, breath=0) == number - 5


async def test_what_was_used_today_stays_whatever_it_takes(database: Database) -> None:
    await fill(database, answers, [answer(1, 0.5), answer(2, 2)])
    assert await shrink(database, 0, NOW, breath=0) == 1
    assert await count(database, answers) == 1


async def test_much_goes_in_batches_and_others_write_meanwhile(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = 2 * BATCH + 7
    await fill(database, handled, [claim(n, 1000) for n in range(number)])
    deleted: list[int] = []
    delete = pruning._delete

    async def watched(database: Database, table: Table, before: datetime) -> int:
        deleted.append(await delete(database, table, before))
        await fill(database, handled, [claim(-len(deleted), 0)])
        return deleted[-1]

    monkeypatch.setattr(pruning, "_delete", watched)
    assert (await prune(database, SETTINGS, NOW, breath=0)).handled == number
    assert deleted == [BATCH, BATCH, 7, 0]  # the last: answers
    assert await count(database, handled) == len(deleted)


async def test_replicas_that_prune_at_once_do_not_collide(database: Database) -> None:
    number = 3 * BATCH
    await fill(database, handled, [claim(n, 1000) for n in range(number)])
    found = await asyncio.gather(*(prune(database, SETTINGS, NOW, breath=0) for _ in range(3)))
    assert sum(one.handled for one in found) == number
    assert await count(database, handled) == 0


async def test_a_service_prunes_by_itself_until_it_is_stopped(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "ROUND", 0.01)
    pruner = Pruner(database, SETTINGS)
    pruner.start()
    for number in range(2):
        await fill(database, handled, [claim(number, 100_000)])
        async with asyncio.timeout(30):
            while await count(database, handled):  # noqa: ASYNC110  (a row tells nobody)
                await asyncio.sleep(0.01)
    await pruner.stop()


async def test_a_pruner_that_never_started_can_be_stopped(database: Database) -> None:
    await Pruner(database, SETTINGS).stop()


def test_a_claim_outlives_every_record_that_can_be_replayed() -> None:
    """A dead letter's replay reaches all readers of its topic, those that were done with it too."""
    longest = max(stream.keep for stream in streams.ALL if stream.keep)
    with pytest.raises(ValidationError):
        Settings(_env_file=None, keep_handled=longest.days)
    assert SETTINGS.keep_handled > longest.days
