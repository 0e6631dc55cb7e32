"""winnow migrate"""

import asyncio

from winnow.cli.terminal import err, explained
from winnow.config import Settings
from winnow.records import migrate as migrations


def migrate() -> None:
    """Bring the database to the newest tables; before services of a new version start.

    Several at once wait for each other; on one that is new enough it changes nothing. `winnow up`
    does it by itself.
    """
    settings = Settings()
    with explained():
        asyncio.run(migrations.migrate(settings.database_url()))
    err.print("the tables are up to date")
