"""What each consumer has finished, in SQL."""

from collections.abc import Sequence

from sqlalchemy import select

from winnow.records.database import Database
from winnow.records.moment import now
from winnow.records.statements import BATCH, insert_ignore
from winnow.records.tables import handled


class Handled:
    """HandledStore on the table `handled`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def seen(self, consumer: str, keys: Sequence[str]) -> set[str]:
        found: set[str] = set()
        async with self._database.read() as connection:
            for start in range(0, len(keys), BATCH):
                query = select(handled.c.key).where(
                    handled.c.consumer == consumer,
                    handled.c.key.in_(keys[start : start + BATCH]),
                )
                found.update((await connection.execute(query)).scalars())
        return found

    async def mark(self, consumer: str, keys: Sequence[str]) -> None:
        at = now()
        rows = [{"consumer": consumer, "key": key, "at": at} for key in keys]
        async with self._database.begin() as connection:
            await insert_ignore(connection, handled, rows)
