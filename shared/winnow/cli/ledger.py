"""The database of the settings, looked at from the command line."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from winnow.config import Settings
from winnow.records.database import open_database
from winnow.records.migrate import migrate

Found = TypeVar("Found")


async def looked_up(look: Callable[[Connection], Found]) -> Found:
    """What is found there; all of it at one moment."""
    url = Settings().database_url()
    await migrate(url)
    database = open_database(url)
    try:
        async with database.read() as connection:
            return await connection.run_sync(look)
    finally:
        await database.close()


async def changed(change: Callable[[Connection], Found]) -> Found:
    """What a change of it makes."""
    url = Settings().database_url()
    await migrate(url)
    database = open_database(url)
    try:
        return await database.write(change)
    finally:
        await database.close()
