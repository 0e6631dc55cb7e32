"""The inserts that SQLite and PostgreSQL spell in their own ways."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Row = Mapping[str, Any]
BATCH = 500  # rows; keeps a statement under SQLite's 32766 parameters


async def insert_ignore(connection: AsyncConnection, table: Table, rows: Sequence[Row]) -> int:
    """Insert those rows that break no unique key; return how many they were."""
    if not rows:
        return 0
    insert = _insert(connection, table).on_conflict_do_nothing()
    result = await connection.execute(
        insert, list(rows), execution_options={"preserve_rowcount": True}
    )
    return int(result.rowcount)


async def upsert(connection: AsyncConnection, table: Table, row: Row) -> None:
    """Insert the row, or overwrite the named columns of the one with its primary key."""
    insert = _insert(connection, table).values(dict(row))
    keys = [column.name for column in table.primary_key]
    changed = {name: insert.excluded[name] for name in row if name not in keys}
    await connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=changed))


def _insert(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)
