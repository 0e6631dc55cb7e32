"""Questions that wait for a batch, and batches that are on their way, in SQL."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, func, insert, select, update

from winnow.records.database import Database
from winnow.records.exclusive import one_at_a_time
from winnow.records.moment import now
from winnow.records.statements import insert_ignore
from winnow.records.tables import batched_questions as questions
from winnow.records.tables import batches

LEAVING: Final = "leaving"  # handed in, or about to be: its id at the provider is not known yet
PENDING: Final = "pending"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question by the id of its answer; `purpose` says what its answer is for."""

    id: str
    purpose: dict[str, Any]
    request: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """A batch, and since when."""

    id: str
    state: str
    at: datetime


class Batches:
    """The tables `batches` and `batched_questions`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ask(self, model: str, waiting: Waiting) -> None:
        """Let a question wait for a batch; asked again, nothing changes."""
        row = {
            "id": waiting.id,
            "model": model,
            "batch_id": None,
            "purpose": json.dumps(waiting.purpose),
            "request": json.dumps(waiting.request),
            "at": now(),
        }
        async with self._database.begin() as connection:
            await insert_ignore(connection, questions, [row])

    async def load(self, model: str, batch: str, most: int, before: datetime) -> Sequence[Waiting]:
        """Put the questions that wait into a batch that is about to leave, all or none.

        None while there are fewer than `most` and the oldest came after `before`.
        """
        own = questions.c.model == model, questions.c.batch_id.is_(None)
        async with self._database.begin() as connection:
            await one_at_a_time(connection, f"{batches.name}/{model}")
            count, oldest = (
                await connection.execute(select(func.count(), func.min(questions.c.at)).where(*own))
            ).one()
            if not count or (count < most and oldest > before):
                return []
            chosen = select(questions).where(*own).order_by(questions.c.at).limit(most)
            rows = (await connection.execute(chosen)).all()
            row = {"id": batch, "model": model, "state": LEAVING, "at": now()}
            await connection.execute(insert(batches).values(row))
            ids = [row.id for row in rows]
            await connection.execute(
                update(questions).where(questions.c.id.in_(ids)).values(batch_id=batch)
            )
        return [_waiting(row) for row in rows]

    async def left(self, batch: str, known_as: str) -> None:
        """A batch was handed in; from now on it goes by the provider's id."""
        async with self._database.begin() as connection:
            await connection.execute(
                update(batches).where(batches.c.id == batch).values(id=known_as, state=PENDING)
            )
            await connection.execute(
                update(questions).where(questions.c.batch_id == batch).values(batch_id=known_as)
            )

    async def on_their_way(self, model: str) -> Sequence[OnItsWay]:
        """The batches that have not come back, oldest first."""
        chosen = select(batches).where(batches.c.model == model).order_by(batches.c.at)
        async with self._database.read() as connection:
            rows = await connection.execute(chosen)
            return [OnItsWay(row.id, row.state, row.at) for row in rows]

    async def carried(self, batch: str) -> Mapping[str, Waiting]:
        """The questions of a batch that have no answer yet, by id."""
        chosen = select(questions).where(questions.c.batch_id == batch)
        async with self._database.read() as connection:
            return {row.id: _waiting(row) for row in await connection.execute(chosen)}

    async def done(self, question: str) -> None:
        """A question has its answer, which is kept elsewhere."""
        async with self._database.begin() as connection:
            await connection.execute(delete(questions).where(questions.c.id == question))

    async def ended(self, batch: str) -> int:
        """A batch came back; what it did not answer waits for another: returns how many."""
        own = questions.c.batch_id == batch
        async with self._database.begin() as connection:
            again = await connection.execute(update(questions).where(own).values(batch_id=None))
            await connection.execute(delete(batches).where(batches.c.id == batch))
        return int(again.rowcount)


def _waiting(row: Any) -> Waiting:
    return Waiting(row.id, json.loads(row.purpose), json.loads(row.request))
