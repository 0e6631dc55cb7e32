"""Forgets claims and answers that nobody can ask for any more, and answers beyond the limit."""

import asyncio
import random
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, delete, func, select, tuple_

from winnow.background import Background
from winnow.config import Settings
from winnow.errors import UnreachableError
from winnow.observability.logs import get_logger
from winnow.records.database import Database
from winnow.records.erasing import forget
from winnow.records.moment import now
from winnow.records.tables import answers, handled

log = get_logger(__name__)
BATCH: Final = 500  # rows; some milliseconds of SQLite's write lock
MB: Final = 1_000_000
DAY: Final = timedelta(days=1)
BREATH: Final = 0.2  # seconds between two batches, in which others write
ROUND: Final = 3600.0  # seconds between two looks of a process


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many rows are gone."""

    handled: int
    answers: int
    overflow: int = 0  # answers that there was no room for


class Pruner(Background):
    """Looks for old rows once a ROUND, from `start` to `stop`; every service has one.

    The tables belong to all services and so does the work: whoever comes first does it. The first
    look is at a random moment, so that replicas that start together do not come together.
    """

    name = "pruning"

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings

    async def _run(self) -> None:
        await asyncio.sleep(random.uniform(0, ROUND))  # noqa: S311  (no secret)
        while True:
            try:
                found = await prune(self._database, self._settings, now())
                log.info("pruned", **asdict(found))
            except UnreachableError as error:
                log.warning("pruning waits", error=str(error))
            await asyncio.sleep(ROUND)


async def prune(
    database: Database, settings: Settings, at: datetime, breath: float = BREATH
) -> Pruned:
    """Delete what is older at that time than the settings keep; UnreachableError."""
    handled_before = at - timedelta(days=settings.keep_handled)
    answers_before = at - timedelta(days=settings.keep_answers)
    return Pruned(
        handled=await _prune(database, handled, handled_before, breath),
        answers=await _prune(database, answers, answers_before, breath),
        overflow=await shrink(database, settings.cache_mb * MB, at, breath)
        if settings.cache_mb
        else 0,
    )


async def _prune(database: Database, table: Table, before: datetime, breath: float) -> int:
    """Delete in batches, each a transaction of its own, until one is not full."""
    gone = 0
    while True:
        deleted = await _delete(database, table, before)
        gone += deleted
        if deleted < BATCH:
            return gone
        await asyncio.sleep(breath)


async def shrink(database: Database, limit: int, at: datetime, breath: float = BREATH) -> int:
    """Delete the answers that were not used for longest until the rest are within so many bytes.

    Those of the last DAY stay, whatever they take: an event that is delivered again finds them.
    """
    async with database.read() as connection:
        size = (await connection.execute(select(func.sum(answers.c.size)))).scalar_one() or 0
    gone, excess = 0, int(size) - limit
    while excess > 0:
        sizes = await database.write(partial(_shed, excess=excess, before=at - DAY))
        if not sizes:
            break
        gone, excess = gone + len(sizes), excess - sum(sizes)
        await asyncio.sleep(breath)
    return gone


def _shed(connection: Connection, excess: int, before: datetime) -> list[int]:
    """Delete a batch, no more than is too much; the sizes of what is gone."""
    oldest = (
        select(answers.c.id, answers.c.size)
        .where(answers.c.used_at < before)
        .order_by(answers.c.used_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    shed: dict[str, int] = {}
    for row in connection.execute(oldest):
        if excess <= 0:
            break
        shed[row.id] = row.size
        excess -= row.size
    forget(connection, list(shed))
    return list(shed.values())


async def _delete(database: Database, table: Table, before: datetime) -> int:
    key = tuple(table.primary_key)
    oldest = (
        select(*key)
        .where(table.c.at < before)
        .order_by(table.c.at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)  # those another replica is at; SQLite has no such thing
    )
    if table is answers:  # which have documents beside them
        return await database.write(lambda sql: _forget(sql, oldest))
    async with database.begin() as connection:
        result = await connection.execute(delete(table).where(tuple_(*key).in_(oldest)))
    return int(result.rowcount)


def _forget(connection: Connection, oldest: Select[Any]) -> int:
    ids = list(connection.execute(oldest).scalars())
    forget(connection, ids)
    return len(ids)
