"""The calibrations and the ladder that the system uses now, taken from its database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Table, inspect, make_url

from winnow.config import Settings
from winnow.contracts.calibration import Calibration
from winnow.contracts.ladders import Ladder
from winnow.evaluation.readers import rungs_of
from winnow.ladder.validity import TASK, steps_of
from winnow.recipes.recipe import Recipe
from winnow.records.calibrations import Calibrations
from winnow.records.database import Database, open_database
from winnow.records.ladders import Ladders
from winnow.records.tables import calibrations, ladders


async def calibration_in_use(settings: Settings, recipe: str, model: str) -> Calibration | None:
    """The newest one of a recipe and model; None where there is none, or no database yet.

    Nothing is written: a database that is missing stays so.
    """
    async with _known(settings, calibrations) as database:
        return await Calibrations(database).newest(recipe, model) if database else None


@dataclass(frozen=True, slots=True)
class Climbed:
    """The ladder that is climbed now, None where the last rung reads alone; who rates its rungs."""

    ladder: Ladder | None = None
    rungs: tuple[Calibration, ...] = ()


async def ladder_in_use(settings: Settings, recipe: Recipe) -> Climbed:
    """How the recipe's ladder is climbed now; see `winnow.ladder.validity`. Nothing is written."""
    models = await rungs_of(recipe, settings)
    async with _known(settings, ladders) as database:
        if database is None:
            return Climbed()
        known = Ladders(database)
        steps, why = await steps_of(recipe, models, known, Calibrations(database))
        ladder = None if why else await known.newest(recipe.recipe, TASK)
    return Climbed(ladder, tuple(one.calibration for one in steps if one.calibration))


@asynccontextmanager
async def _known(settings: Settings, table: Table) -> AsyncIterator[Database | None]:
    """The database, or None where it is not there or lacks the table."""
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
