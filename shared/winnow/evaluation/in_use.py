"""The calibration that the system uses now, taken from its database."""

from pathlib import Path

from sqlalchemy import Connection, inspect, make_url

from winnow.config import Settings
from winnow.contracts.calibration import Calibration
from winnow.records.calibrations import Calibrations
from winnow.records.database import open_database
from winnow.records.tables import calibrations


async def calibration_in_use(settings: Settings, recipe: str, model: str) -> Calibration | None:
    """The newest one of a recipe and model; None where there is none, or no database yet.

    Nothing is written: a database that is missing stays so.
    """
    url = make_url(settings.database_url())
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return None
    database = open_database(settings.database_url())
    try:
        async with database.read() as connection:
            if not await connection.run_sync(_has_table):
                return None
        return await Calibrations(database).newest(recipe, model)
    finally:
        await database.close()


def _has_table(connection: Connection) -> bool:
    return inspect(connection).has_table(calibrations.name)
