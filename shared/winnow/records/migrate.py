"""Brings a database to the newest version of the tables."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from winnow.records.database import Database, open_database
from winnow.records.exclusive import one_at_a_time

SCRIPTS = Path(__file__).parent / "migrations"


async def migrate(url: str) -> None:
    """Run the outstanding migrations; processes that start at once wait for each other.

    All of it is one transaction. SQLite holds its write lock meanwhile, PostgreSQL an advisory one.
    """
    database = open_database(url)
    try:
        await _upgrade(database)
    finally:
        await database.close()


async def _upgrade(database: Database) -> None:
    async with database.begin() as connection:
        await one_at_a_time(connection, "migrations")
        await connection.run_sync(_run_scripts)


def _run_scripts(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
