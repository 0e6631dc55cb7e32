"""The one door to SQL: connections, transactions and their errors."""

import fcntl
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from winnow.errors import MisconfiguredError, UnreachableError
from winnow.records.blocking import BlockingWriter

Made = TypeVar("Made")
WHAT = "database"
READ_ONLY = "winnow_read_only"
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}


class Database:
    """An engine whose connection errors are UnreachableError; built by `open_database`."""

    def __init__(self, engine: AsyncEngine, blocking: BlockingWriter | None = None) -> None:
        self.engine = engine
        self._blocking = blocking  # on SQLite

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction for writing; it commits unless the block raises.

        On SQLite it holds the write lock from the start: do not nest, and do not wait for
        anything but SQL inside.
        """
        with translated():
            async with self.engine.begin() as connection:
                yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that only reads, and so waits for no writer."""
        with translated():
            async with self.engine.connect() as connection:
                await connection.execution_options(**{READ_ONLY: True})
                yield connection

    async def write(self, work: Callable[[Connection], Made], *, durable: bool = True) -> Made:
        """Run work that is nothing but SQL in one transaction; what it makes is given back.

        On SQLite it runs on a thread of its own from BEGIN to COMMIT, which takes a third of the
        time of going there and back for each statement. Where not `durable`, the commit does not
        wait for the disk: a power failure, not a kill, may lose it.
        """
        with translated():
            if self._blocking is not None:
                return await self._blocking.run(work, durable=durable)
            async with self.engine.begin() as connection:
                if not durable:
                    await connection.execute(text("SET LOCAL synchronous_commit TO off"))
                return await connection.run_sync(work)

    async def ready(self) -> None:
        """Raise UnreachableError if the database does not answer."""
        async with self.read() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Give connections back."""
        await self.engine.dispose()
        if self._blocking is not None:
            self._blocking.close()


def open_database(url: str, *, durable: bool = True) -> Database:
    """Prepare an engine for `sqlite:///file` or `postgresql://...`; nothing is connected yet.

    Where not `durable`, a commit does not wait for the disk: a machine that loses its power, not a
    process that is killed, may lose the last of them.
    """
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend not in DRIVERS:
        raise MisconfiguredError(f"WINNOW_DATABASE must be sqlite or postgresql, not {backend}")
    parsed = parsed.set(drivername=DRIVERS[backend])
    if backend == "sqlite":
        return _sqlite(parsed, durable)
    return Database(_postgresql(parsed, durable))


@contextmanager
def translated() -> Iterator[None]:
    """Turn the errors of a database that does not answer into UnreachableError."""
    try:
        yield
    except PoolTimeoutError as error:
        raise UnreachableError(WHAT, "no free connection") from error
    except DBAPIError as error:
        if _is_our_fault(error):
            raise
        raise UnreachableError(WHAT, str(error.orig)) from error


def _is_our_fault(error: DBAPIError) -> bool:
    """Tell wrong SQL from a database in trouble; SQLite reports both as OperationalError."""
    if error.connection_invalidated:
        return False
    if not isinstance(error, (OperationalError, InterfaceError)):
        return True
    return getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR


def _postgresql(url: URL, durable: bool) -> AsyncEngine:
    options = {} if durable else {"options": "-c synchronous_commit=off"}
    return create_async_engine(
        url,
        pool_pre_ping=True,
        pool_size=4,
        max_overflow=4,
        connect_args={"connect_timeout": 5, **options},
    )


def _sqlite(url: URL, durable: bool) -> Database:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(url, pool_size=4, max_overflow=0, connect_args={"timeout": 30})
    event.listen(engine.sync_engine, "connect", partial(_prepare_sqlite, url.database, durable))
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return Database(engine, _blocking(url, durable) if url.database else None)


def _blocking(url: URL, durable: bool) -> BlockingWriter:
    engine = create_engine(url.set(drivername="sqlite"), connect_args={"timeout": 30})
    event.listen(engine, "connect", partial(_prepare_sqlite, url.database, durable))
    event.listen(engine, "begin", _begin_sqlite)
    return BlockingWriter(engine, durable=durable)


def _prepare_sqlite(path: str | None, durable: bool, connection: Any, _record: Any) -> None:
    """Leave BEGIN to us, and if durable never say "committed" before the disk has it."""
    if path:
        _write_ahead(Path(path))
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
    cursor.close()


def _write_ahead(path: Path) -> None:
    """Switch the file to WAL, for good.

    Two who switch at once fail, or wait for each other until both time out: so a lock is held, and
    nothing is awaited meanwhile.
    """
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a lock taken midway can fail without waiting."""
    reads = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
