"""Which record brought an event first, in SQL."""

from collections.abc import Sequence
from operator import attrgetter

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.records.database import Database
from winnow.records.moment import now
from winnow.records.port import Claim
from winnow.records.statements import BATCH, insert_ignore
from winnow.records.tables import handled


class Claims:
    """ClaimStore on the table `handled`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, consumer: str, claims: Sequence[Claim]) -> list[bool]:
        at = now()
        rows = [
            {"consumer": consumer, "key": one.key, "place": one.place, "at": at}
            for one in sorted(claims, key=attrgetter("key"))  # else overlapping batches deadlock
        ]
        async with self._database.begin() as connection:
            if await insert_ignore(connection, handled, rows) == len(rows):
                return [True] * len(rows)
            firsts = await _places(connection, consumer, [one.key for one in claims])
        return [firsts[one.key] == one.place for one in claims]

    async def release(self, consumer: str, claim: Claim) -> None:
        own = (
            handled.c.consumer == consumer,
            handled.c.key == claim.key,
            handled.c.place == claim.place,
        )
        async with self._database.begin() as connection:
            await connection.execute(delete(handled).where(*own))


async def _places(
    connection: AsyncConnection, consumer: str, keys: Sequence[str]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(keys), BATCH):
        query = select(handled.c.key, handled.c.place).where(
            handled.c.consumer == consumer, handled.c.key.in_(keys[start : start + BATCH])
        )
        found.update((row.key, row.place) for row in await connection.execute(query))
    return found
