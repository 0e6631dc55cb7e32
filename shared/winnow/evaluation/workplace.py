"""The folder in which evaluations work: blobs, and a ledger of the answers models gave."""

import fcntl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from winnow.config import Settings
from winnow.contracts.calibration import Calibration
from winnow.contracts.ladders import Ladder
from winnow.errors import MisconfiguredError
from winnow.evaluation.in_use import champions_in_use
from winnow.records.calibrations import Calibrations
from winnow.records.database import open_database
from winnow.records.ladders import Ladders
from winnow.records.migrate import migrate
from winnow.records.serving import ServingStore
from winnow.records.tables import calibrations, ladders, serving, serving_changes, serving_history
from winnow.registry.copying import serve_there
from winnow.storage.open import open_blobs


@asynccontextmanager
async def workplace(
    settings: Settings, known: Sequence[Calibration], ladder: Ladder | None = None
) -> AsyncIterator[Settings]:
    """A folder with tables that hold these calibrations and this ladder, for one evaluation only.

    What is given are the settings of services that work there: as in production, champions
    included, but for where things are kept. Answers stay in it, so that an evaluation that was
    interrupted pays nothing twice; no document has another's, so that each has its own cost.
    Nothing is held here, for a budget or for a batch. Raises MisconfiguredError while another
    evaluation works in it.
    """
    work = work_settings(settings)
    folder = work.data
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        _hold(lock, folder)
        await migrate(work.database_url())
        await _only(known, ladder, work.database_url())
        await _champions(settings, work)
        yield work


def work_settings(settings: Settings) -> Settings:
    """The settings of services that work in the folder of evaluations."""
    return settings_apart(settings, settings.data / "evaluations" / "work")


def settings_apart(settings: Settings, folder: Path) -> Settings:
    """The settings of services that keep all they have in a folder, and hold nothing."""
    own = {
        "data": folder,
        "blobs": "",
        "database": "",
        "cache_mb": 0,
        "batches": False,
        "budgets": "",
    }
    return Settings(**{**settings.model_dump(), **own})


def _hold(lock: Any, folder: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise MisconfiguredError(
            f"another evaluation works in {folder}: wait for it, or set WINNOW_DATA elsewhere"
        ) from error


async def _only(known: Sequence[Calibration], ladder: Ladder | None, url: str) -> None:
    database = open_database(url)
    try:
        async with database.begin() as connection:
            await connection.execute(delete(calibrations))
            await connection.execute(delete(ladders))
            for table in (serving, serving_history, serving_changes):
                await connection.execute(delete(table))
        for calibration in known:
            await Calibrations(database).keep(calibration)
        if ladder is not None:
            await Ladders(database).keep(ladder)
    finally:
        await database.close()


async def _champions(settings: Settings, work: Settings) -> None:
    """Who serves in the system serves in the folder too; a challenger has no share here."""
    named = await champions_in_use(settings)
    database = open_database(work.database_url())
    blobs = open_blobs(settings), open_blobs(work)
    try:
        for one in named:
            await serve_there(one.champion, one.recipe, one.task, ServingStore(database), blobs)
    finally:
        await database.close()
