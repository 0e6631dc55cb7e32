"""Transactions on SQLite that run on a thread, from BEGIN to COMMIT."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Connection, Engine

Made = TypeVar("Made")


class BlockingWriter:
    """Runs one transaction after the other, on one connection: SQLite has one writer anyway."""

    def __init__(self, engine: Engine, *, durable: bool) -> None:
        self._engine = engine
        self._durable = durable
        self._waits = durable  # whether the connection is told to wait for the disk
        self._thread = _thread()
        self._connection: Connection | None = None

    async def run(self, work: Callable[[Connection], Made], *, durable: bool) -> Made:
        """Run the work in a transaction; `durable` cannot be more than the database is."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._run, work, durable and self._durable)

    def close(self) -> None:
        """Give connection and thread back once what is running has ended; work opens them anew."""
        self._thread.submit(self._close).result()
        self._thread.shutdown()
        self._thread = _thread()

    def _run(self, work: Callable[[Connection], Made], durable: bool) -> Made:
        connection = self._open()
        if durable != self._waits:  # only between transactions does SQLite take this
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            self._waits = durable
        with connection.begin():
            return work(connection)

    def _open(self) -> Connection:
        if self._connection is None or self._connection.invalidated:
            self._close()
            self._connection = self._engine.connect()
            self._waits = self._durable
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._engine.dispose()


def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite")
