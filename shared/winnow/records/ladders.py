"""The ladders that were chosen, in SQL."""

import time
from typing import Final

from sqlalchemy import select

from winnow.contracts.ladders import Ladder
from winnow.records.database import Database
from winnow.records.statements import insert_ignore
from winnow.records.tables import ladders

FRESH: Final = 15.0  # seconds for which an answer is remembered


class Ladders:
    """LadderStore on the table `ladders`; a new one is in use within FRESH seconds."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[tuple[str, str], tuple[float, Ladder | None]] = {}

    async def keep(self, ladder: Ladder) -> None:
        row = {
            "id": ladder.id,
            "recipe": ladder.recipe,
            "task": ladder.task,
            "body": ladder.model_dump_json(),
            "at": ladder.created_at,
        }
        async with self._database.begin() as connection:
            await insert_ignore(connection, ladders, [row])
        self._known.clear()

    async def newest(self, recipe: str, task: str) -> Ladder | None:
        until, known = self._known.get((recipe, task), (0.0, None))
        if until > time.monotonic():
            return known
        query = (
            select(ladders.c.body)
            .where(ladders.c.recipe == recipe, ladders.c.task == task)
            .order_by(ladders.c.at.desc())
            .limit(1)
        )
        async with self._database.read() as connection:
            body = (await connection.execute(query)).scalar_one_or_none()
        found = None if body is None else Ladder.model_validate_json(body)
        self._known[recipe, task] = (time.monotonic() + FRESH, found)
        return found
