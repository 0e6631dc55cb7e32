"""Transactions that must come one after the other."""

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection


async def one_at_a_time(conn: AsyncConnection, name: str) -> None:
    """Wait until no other transaction holds `name`, and hold it to the end of this one.

    Row locks do not do where the row is not there yet. SQLite has one writer anyway.
    """
    await conn.run_sync(alone, name)


def alone(connection: Connection, name: str) -> None:
    """The same within `Database.write`."""
    if connection.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
        connection.execute(lock, {"name": name})
