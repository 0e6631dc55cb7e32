"""The calibrations and the ladder that the system uses now, taken from its database."""

from dataclasses import dataclass

from winnow.config import Settings
from winnow.contracts.calibration import Calibration
from winnow.contracts.ladders import Ladder
from winnow.contracts.tuning import Serving
from winnow.evaluation.readers import rungs_of
from winnow.ladder.validity import TASK, steps_of
from winnow.recipes.recipe import Recipe
from winnow.records.calibrations import Calibrations
from winnow.records.known import known_database
from winnow.records.ladders import Ladders
from winnow.records.serving import ServingStore
from winnow.records.tables import calibrations, ladders, serving


async def calibration_in_use(settings: Settings, recipe: str, model: str) -> Calibration | None:
    """The newest one of a recipe and model; None where there is none, or no database yet.

    Nothing is written: a database that is missing stays so.
    """
    async with known_database(settings, calibrations) as database:
        return await Calibrations(database).newest(recipe, model) if database else None


@dataclass(frozen=True, slots=True)
class Climbed:
    """The ladder that is climbed now, None where the last rung reads alone; who rates its rungs."""

    ladder: Ladder | None = None
    rungs: tuple[Calibration, ...] = ()


async def ladder_in_use(settings: Settings, recipe: Recipe) -> Climbed:
    """How the recipe's ladder is climbed now; see `winnow.ladder.validity`. Nothing is written."""
    models = await rungs_of(recipe, settings)
    async with known_database(settings, ladders) as database:
        if database is None:
            return Climbed()
        known = Ladders(database)
        steps, why = await steps_of(recipe, models, known, Calibrations(database))
        ladder = None if why else await known.newest(recipe.recipe, TASK)
    return Climbed(ladder, tuple(one.calibration for one in steps if one.calibration))


async def champions_in_use(settings: Settings) -> list[Serving]:
    """Who serves now, of every recipe and task where somebody was named. Nothing is written."""
    async with known_database(settings, serving) as database:
        return await ServingStore(database).all() if database else []
