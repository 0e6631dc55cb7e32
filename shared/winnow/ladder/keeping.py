"""A tuned ladder put into use."""

from winnow.calibration.gates import unfit
from winnow.ladder.tuning import Tuned
from winnow.recipes.recipe import Recipe
from winnow.records.calibrations import Calibrations
from winnow.records.database import open_database
from winnow.records.ladders import Ladders
from winnow.records.migrate import migrate


async def put_in_use(tuned: Tuned, recipe: Recipe, url: str) -> None:
    """Store the ladder with its calibrations: running services follow it within seconds.

    A rung without a calibration that fits gets its own as well: it is what rates the last rung's
    answers should the ladder be climbed no more.
    """
    await migrate(url)
    database = open_database(url)
    try:
        calibrations = Calibrations(database)
        for one in tuned.alone:
            if unfit(recipe, await calibrations.newest(recipe.recipe, one.model)):
                await calibrations.keep(one)
        for one in tuned.calibrations:
            await calibrations.keep(one)
        await Ladders(database).keep(tuned.ladder)
    finally:
        await database.close()
