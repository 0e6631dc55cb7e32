"""The system's database, for who only looks whether there is something in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import Table, inspect, make_url

from winnow.config import Settings
from winnow.records.database import Database, open_database


@asynccontextmanager
async def known_database(settings: Settings, table: Table) -> AsyncIterator[Database | None]:
    """The database, or None where it is not there or lacks the table; it is not made."""
    url = make_url(settings.database_url())
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        yield None
        return
    database = open_database(settings.database_url())
    try:
        async with database.read() as connection:
            has = await connection.run_sync(lambda sync: inspect(sync).has_table(table.name))
        yield database if has else None
    finally:
        await database.close()
