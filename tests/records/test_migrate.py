"""Migrations make exactly the tables that the code knows, once."""

import asyncio

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from winnow.records import tables
from winnow.records.database import Database
from winnow.records.migrate import migrate
from winnow.records.moment import Moment


async def test_migrated_tables_are_those_the_code_knows(database: Database) -> None:
    def compare(connection: Connection) -> list[object]:
        context = MigrationContext.configure(
            connection, opts={"compare_type": lambda *args: _differ(args[3], args[4])}
        )
        return list(compare_metadata(context, tables.metadata))

    async with database.begin() as connection:
        assert await connection.run_sync(compare) == []


async def test_processes_that_migrate_at_once_do_not_collide(url: str) -> None:
    await asyncio.gather(*(migrate(url) for _ in range(4)))


def _differ(found: object, wanted: object) -> bool | None:
    if isinstance(wanted, Moment):
        return type(found).__name__ not in {"DATETIME", "TIMESTAMP"}
    return None
