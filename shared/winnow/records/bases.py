"""What stood behind each base model's name when it was looked at last, in SQL."""

from sqlalchemy import select

from winnow.records.database import Database
from winnow.records.moment import now
from winnow.records.statements import upsert
from winnow.records.tables import model_bases


class ModelBases:
    """BaseStore on the table `model_bases`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known(self, base: str) -> str | None:
        query = select(model_bases.c.identity).where(model_bases.c.base == base)
        async with self._database.read() as connection:
            found: str | None = (await connection.execute(query)).scalar_one_or_none()
        return found

    async def note(self, base: str, identity: str) -> None:
        row = {"base": base, "identity": identity, "seen_at": now()}
        async with self._database.begin() as connection:
            await upsert(connection, model_bases, row)
