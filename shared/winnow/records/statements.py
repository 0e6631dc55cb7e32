"""The inserts that SQLite and PostgreSQL spell in their own ways."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Row = Mapping[str, Any]
COUNTED: Final = {"preserve_rowcount": True}
BATCH = 500  # rows; keeps a statement under SQLite's 32766 parameters


async def insert_ignore(connection: AsyncConnection, table: Table, rows: Sequence[Row]) -> int:
    """Insert those rows that break no unique key; return how many they were."""
    if not rows:
        return 0
    return await connection.run_sync(insert_new, table, rows)


def insert_new(connection: Connection, table: Table, rows: Sequence[Row]) -> int:
    """The same within `Database.write`."""
    if not rows:
        return 0
    if connection.dialect.name == "sqlite":
        return _insert_plainly(connection, table, rows)
    insert = _insert(connection, table).on_conflict_do_nothing()
    result = connection.execute(insert, list(rows), execution_options=COUNTED)
    return int(result.rowcount)


def _insert_plainly(connection: Connection, table: Table, rows: Sequence[Row]) -> int:
    """The same by the driver itself, in half the time: each event on its way is claimed so."""
    names = list(rows[0])
    told = [(name, _spelling(connection.dialect, table, name)) for name in names]
    values = [tuple(spell(row[name]) for name, spell in told) for row in rows]
    marks = ", ".join("?" * len(names))
    insert = f"INSERT OR IGNORE INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608  (our own names)
    result = connection.exec_driver_sql(insert, values, execution_options=COUNTED)
    return int(result.rowcount)


def _spelling(dialect: Dialect, table: Table, name: str) -> Callable[[Any], Any]:
    """How the driver is told a column's values; each value is worked out once."""
    kind = table.c[name].type.dialect_impl(dialect)
    process = kind.bind_processor(dialect)
    return lru_cache(maxsize=64)(process) if process else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


async def upsert(connection: AsyncConnection, table: Table, row: Row) -> None:
    """Insert the row, or overwrite the named columns of the one with its primary key."""
    insert = _insert(connection, table).values(dict(row))
    keys = [column.name for column in table.primary_key]
    changed = {name: insert.excluded[name] for name in row if name not in keys}
    await connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=changed))


def put(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """The same for many rows within `Database.write`."""
    if not rows:
        return
    told = _put(connection.dialect.name, table, tuple(rows[0]))
    connection.execute(told, [dict(row) for row in rows])


@lru_cache(maxsize=64)
def _put(dialect: str, table: Table, names: tuple[str, ...]) -> sqlite.Insert | postgresql.Insert:
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    keys = [column.name for column in table.primary_key]
    changed = {name: insert.excluded[name] for name in names if name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=changed)


def _insert(
    connection: Connection | AsyncConnection, table: Table
) -> sqlite.Insert | postgresql.Insert:
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)
