"""Forgets claims and answers that nobody can ask for any more."""

import asyncio
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Table, delete, select, tuple_

from winnow.background import Background
from winnow.config import Settings
from winnow.errors import UnreachableError
from winnow.observability.logs import get_logger
from winnow.records.database import Database
from winnow.records.moment import now
from winnow.records.tables import answers, handled

log = get_logger(__name__)
BATCH: Final = 500  # rows; some milliseconds of SQLite's write lock
BREATH: Final = 0.2  # seconds between two batches, in which others write
ROUND: Final = 3600.0  # seconds between two looks of a process


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many rows are gone."""

    handled: int
    answers: int


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
                log.info("pruned", handled=found.handled, answers=found.answers)
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


async def _delete(database: Database, table: Table, before: datetime) -> int:
    key = tuple(table.primary_key)
    oldest = (
        select(*key)
        .where(table.c.at < before)
        .order_by(table.c.at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)  # those another replica is at; SQLite has no such thing
    )
    async with database.begin() as connection:
        result = await connection.execute(delete(table).where(tuple_(*key).in_(oldest)))
    return int(result.rowcount)
