"""Who answers a task of a recipe, in SQL: the truth that services follow, and the registry too."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.contracts.tuning import ModelRef, ModelsChanged, Serving, Task
from winnow.errors import ChangedMeanwhileError, MisconfiguredError
from winnow.records.database import Database
from winnow.records.exclusive import one_at_a_time
from winnow.records.moment import now
from winnow.records.port import Act
from winnow.records.serving_rows import Pointed, back_to, current, state_of, write
from winnow.records.tables import serving, serving_changes, serving_history

AT_ONCE: Final = 100  # events that are sent in one go


@dataclass(frozen=True, slots=True)
class Unsent:
    """An event that waits to be sent; the greater `seq`, the later."""

    seq: int
    event: ModelsChanged


class ServingStore:
    """WhoServes on the tables `serving`, `serving_history` and `serving_changes`.

    Of each change the pointer, what it was before, an audit row and the events to send are one
    transaction.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def current(self, recipe: str, task: Task) -> Serving | None:
        async with self._database.read() as connection:
            return await current(connection, recipe, task)

    async def all(self) -> list[Serving]:
        query = select(serving.c.body).order_by(serving.c.recipe, serving.c.task)
        async with self._database.read() as connection:
            bodies = (await connection.execute(query)).scalars()
            return [Serving.model_validate_json(body) for body in bodies]

    async def history(self, recipe: str, task: Task) -> list[Serving]:
        rows = serving_history.c
        query = select(rows.body).where(rows.recipe == recipe, rows.task == task)
        async with self._database.read() as connection:
            bodies = (await connection.execute(query.order_by(rows.revision.desc()))).scalars()
            return [Serving.model_validate_json(body) for body in bodies]

    async def change(
        self,
        recipe: str,
        task: Task,
        *,
        seen: int,
        champion: ModelRef | None,
        challenger: ModelRef | None,
        canary: float = 0.0,
        by: str,
        why: str,
        act: Act = "changed",
    ) -> Serving:
        async with self._database.begin() as connection:
            before = await _alone(connection, recipe, task)
            _check(before, seen)
            wanted = Pointed(champion, challenger, canary)
            same = champion == before.champion
            back = await back_to(connection, before) if same else before.revision
            return await write(connection, before, wanted, back, act=act, by=by, why=why)

    async def roll_back(
        self, recipe: str, task: Task, *, by: str, why: str, seen: int | None = None
    ) -> Serving:
        async with self._database.begin() as connection:
            before = await _alone(connection, recipe, task)
            if seen is not None:
                _check(before, seen)
            goal = await back_to(connection, before)
            if goal is None:
                raise MisconfiguredError(
                    f"{recipe}/{task} has had no other champion: there is nothing to go back to"
                )
            then = await state_of(connection, recipe, task, goal)
            back = await back_to(connection, then)
            challenger = None if before.challenger == then.champion else before.challenger
            wanted = Pointed(then.champion, challenger, 0.0)
            return await write(connection, before, wanted, back, act="rolled_back", by=by, why=why)

    async def unsent(self, limit: int = AT_ONCE) -> list[Unsent]:
        rows = serving_changes.c
        query = select(rows.seq, rows.event).where(rows.sent_at.is_(None))
        async with self._database.read() as connection:
            found = await connection.execute(query.order_by(rows.seq).limit(limit))
            return [Unsent(row.seq, ModelsChanged.model_validate_json(row.event)) for row in found]

    async def mark_sent(self, seqs: Sequence[int]) -> None:
        rows = update(serving_changes).where(serving_changes.c.seq.in_(list(seqs)))
        async with self._database.begin() as connection:
            await connection.execute(rows.values(sent_at=now()))


async def _alone(connection: AsyncConnection, recipe: str, task: Task) -> Serving:
    """How it stands while nobody else changes it; revision 0 where it was never said."""
    await one_at_a_time(connection, f"serving/{recipe}/{task}")
    return await current(connection, recipe, task) or await state_of(connection, recipe, task, 0)


def _check(before: Serving, seen: int) -> None:
    if before.revision != seen:
        raise ChangedMeanwhileError(
            f"who answers {before.recipe}/{before.task} was changed by {before.changed_by} "
            f"meanwhile (revision {before.revision}, not {seen}): look again, then decide anew"
        )
