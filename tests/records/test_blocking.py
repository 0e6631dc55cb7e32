"""Transactions that run as one piece of work."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from winnow.errors import UnreachableError
from winnow.records.database import Database, open_database
from winnow.records.migrate import migrate


async def put(database: Database, key: str, *, durable: bool = True) -> None:
    def work(sql: Connection) -> None:
        insert = "INSERT INTO flights (id, holder, until) VALUES (:key, 'h', '2026-01-01')"
        sql.execute(text(insert), {"key": key})
        if key == "bad":
            raise ValueError(key)

    await database.write(work, durable=durable)


async def count(database: Database) -> int:
    async with database.read() as connection:
        return int((await connection.execute(text("SELECT count(*) FROM flights"))).scalar_one())


async def test_work_is_done_or_not_at_all(database: Database) -> None:
    await put(database, "a")
    await put(database, "b", durable=False)
    with pytest.raises(ValueError, match="bad"):
        await put(database, "bad")
    assert await count(database) == 2


async def test_work_goes_on_after_the_database_was_closed(database: Database) -> None:
    await put(database, "a")
    await database.close()
    await database.close()
    await put(database, "b")
    assert await count(database) == 2


async def test_only_what_must_outlast_a_power_failure_waits_for_the_disk(tmp_path: Path) -> None:
    def told(sql: Connection) -> int:
        return int(sql.execute(text("PRAGMA synchronous")).scalar_one())

    full, normal = 2, 1
    database = open_database(f"sqlite:///{tmp_path / 'x.db'}")
    asked = [await database.write(told, durable=durable) for durable in (True, False, True)]
    assert asked == [full, normal, full]
    await database.close()
    hasty = open_database(f"sqlite:///{tmp_path / 'x.db'}", durable=False)
    assert await hasty.write(told) == normal
    await hasty.close()


async def test_a_locked_database_is_waited_for_and_then_unreachable(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    await migrate(url)
    database = open_database(url)

    def impatient(sql: Connection) -> None:
        sql.execute(text("PRAGMA busy_timeout=10"))

    await database.write(impatient)
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UnreachableError):
        await put(database, "a")
    other.execute("ROLLBACK")
    other.close()
    await put(database, "a")
    assert await count(database) == 1
    with pytest.raises(OperationalError):  # wrong SQL is our fault, not the database's
        await database.write(lambda sql: sql.execute(text("SELECT * FROM nothing")).close())
    await database.close()
