"""Transactions, times and errors are the same on every database."""

import asyncio
import socket
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from winnow.errors import MisconfiguredError, UnreachableError
from winnow.records.database import Database, open_database
from winnow.records.statements import insert_ignore, upsert
from winnow.records.tables import gateway_events, route_drafts

AT = datetime(2026, 11, 24, 8, 30, 15, 123456, tzinfo=UTC)


def draft(document_id: str, event: str = "{}", at: datetime = AT) -> dict[str, object]:
    return {"document_id": document_id, "kind": "extracted", "event": event, "at": at}


async def drafts_in(database: Database) -> dict[str, str]:
    async with database.read() as connection:
        rows = await connection.execute(select(route_drafts.c.document_id, route_drafts.c.event))
        return {row.document_id: row.event for row in rows}


async def test_a_block_that_raises_leaves_nothing(database: Database) -> None:
    async def fail_midway() -> None:
        async with database.begin() as connection:
            await insert_ignore(connection, route_drafts, [draft("a")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_midway()
    assert await drafts_in(database) == {}


async def test_times_come_back_aware_and_in_utc(database: Database) -> None:
    vienna = AT.astimezone(timezone(timedelta(hours=1)))
    async with database.begin() as connection:
        await insert_ignore(connection, route_drafts, [draft("a", at=vienna)])
    async with database.read() as connection:
        at = (await connection.execute(select(route_drafts.c.at))).scalar_one()
        later = select(route_drafts.c.at).where(route_drafts.c.at > vienna - timedelta(seconds=1))
        assert (await connection.execute(later)).scalar_one() == AT
    assert (at, at.tzinfo) == (AT, UTC)


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="no time zone"):
        async with database.begin() as connection:
            await insert_ignore(connection, route_drafts, [draft("a", at=AT.replace(tzinfo=None))])


async def test_insert_ignore_keeps_the_first_and_counts_the_new(database: Database) -> None:
    async with database.begin() as connection:
        assert await insert_ignore(connection, route_drafts, [draft("a", "first")]) == 1
        rows = [draft("a", "second")] + [draft(f"b{n}") for n in range(1200)]
        assert await insert_ignore(connection, route_drafts, rows) == 1200
    assert (await drafts_in(database))["a"] == "first"


async def test_upsert_overwrites(database: Database) -> None:
    async with database.begin() as connection:
        await upsert(connection, route_drafts, draft("a", "first"))
        await upsert(connection, route_drafts, draft("a", "second"))
    assert await drafts_in(database) == {"a": "second"}


async def test_events_are_numbered_as_they_come(database: Database) -> None:
    base = {"document_id": "d", "tenant": "acme", "type": "t", "at": AT, "data": "{}"}
    async with database.begin() as connection:
        for event_id in ("x", "y", "x", "z"):
            await insert_ignore(connection, gateway_events, [{**base, "event_id": event_id}])
    async with database.read() as connection:
        query = select(gateway_events.c.event_id).order_by(gateway_events.c.seq)
        assert list((await connection.execute(query)).scalars()) == ["x", "y", "z"]


async def test_many_writers_at_once_all_succeed(database: Database) -> None:
    async def write(name: str) -> None:
        async with database.begin() as connection:
            await insert_ignore(connection, route_drafts, [draft(name)])

    await asyncio.gather(*(write(str(n)) for n in range(40)))
    assert len(await drafts_in(database)) == 40


async def test_wrong_sql_is_our_fault_and_not_the_databases(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.read() as connection:
            await connection.execute(text("SELECT * FROM nowhere"))


async def test_a_migrated_database_is_ready(database: Database) -> None:
    await database.ready()


async def test_a_server_that_is_down_is_unreachable() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = open_database(f"postgresql://winnow:secret@127.0.0.1:{port}/winnow")
    with pytest.raises(UnreachableError) as caught:
        await database.ready()
    await database.close()
    assert "secret" not in str(caught.value)


async def test_a_file_that_cannot_be_opened_is_unreachable(tmp_path: Path) -> None:
    (tmp_path / "winnow.db").mkdir()
    database = open_database(f"sqlite:///{tmp_path / 'winnow.db'}")
    with pytest.raises(UnreachableError):
        await database.ready()
    await database.close()


async def test_sqlite_says_committed_only_when_the_disk_has_it(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'winnow.db'}")
    async with database.read() as connection:
        assert (await connection.execute(text("PRAGMA synchronous"))).scalar_one() == 2
        assert (await connection.execute(text("PRAGMA journal_mode"))).scalar_one() == "wal"
        assert (await connection.execute(text("PRAGMA busy_timeout"))).scalar_one() == 30_000
    await database.close()


def test_a_database_nobody_knows_is_the_operators_mistake() -> None:
    with pytest.raises(MisconfiguredError):
        open_database("mysql://localhost/winnow")
