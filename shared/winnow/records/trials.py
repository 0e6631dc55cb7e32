"""Challengers and new champions on trial, in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import uuid4

from sqlalchemy import insert, select, update

from winnow.contracts.tuning import Task
from winnow.records.database import Database
from winnow.records.exclusive import one_at_a_time
from winnow.records.moment import now
from winnow.records.tables import tuning_trials as trials

Ending = Literal["promoted", "dropped", "rolled_back", "kept", "replaced"]


@dataclass(frozen=True, slots=True)
class Trial:
    """Who is on trial since when, against whom.

    `canary`: a challenger that answers `share` of the documents, against the champion. `watch`: a
    new champion, against the one before; `against` is empty where there is nobody to go back to.
    `bar` is the share of decided documents that may need a change, None until it is known.
    """

    id: str
    recipe: str
    task: Task
    kind: Literal["canary", "watch"]
    version: str
    model: str
    against: str
    share: float
    bar: float | None
    began_at: datetime
    ended_at: datetime | None
    outcome: Ending | None
    why: str


class Trials:
    """The table `tuning_trials`. Of a recipe and task at most one trial of a kind is open."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(
        self,
        recipe: str,
        task: Task,
        kind: Literal["canary", "watch"],
        *,
        version: str,
        model: str,
        against: str,
        share: float = 1.0,
        bar: float | None = None,
    ) -> Trial:
        """Begin a trial; one of the same kind that was open is replaced."""
        id_, at = uuid4().hex[:12], now()
        trial = Trial(
            id_, recipe, task, kind, version, model, against, share, bar, at, None, None, ""
        )
        own = trials.c.recipe == recipe, trials.c.task == task, trials.c.kind == kind
        over = update(trials).where(*own, trials.c.ended_at.is_(None))
        async with self._database.begin() as connection:
            await one_at_a_time(connection, f"{trials.name}/{recipe}/{task}")
            await connection.execute(over.values(ended_at=at, outcome="replaced"))
            row = {name: getattr(trial, name) for name in Trial.__dataclass_fields__}
            await connection.execute(insert(trials).values(row))
        return trial

    async def end(self, trial: Trial, outcome: Ending, why: str) -> bool:
        """It is over; False where it was before."""
        own = trials.c.id == trial.id, trials.c.ended_at.is_(None)
        values = {"ended_at": now(), "outcome": outcome, "why": why}
        async with self._database.begin() as connection:
            told = await connection.execute(update(trials).where(*own).values(values))
        return told.rowcount == 1

    async def set_bar(self, trial: Trial, bar: float) -> None:
        """The bar is known now."""
        own = update(trials).where(trials.c.id == trial.id)
        async with self._database.begin() as connection:
            await connection.execute(own.values(bar=bar))

    async def newest(
        self, recipe: str, task: Task, kind: Literal["canary", "watch"]
    ) -> Trial | None:
        """The newest of a kind, open or over."""
        own = trials.c.recipe == recipe, trials.c.task == task, trials.c.kind == kind
        query = select(*_COLUMNS).where(*own).order_by(trials.c.began_at.desc()).limit(1)
        found = await self._all(query)
        return found[0] if found else None

    async def latest(self, limit: int = 50) -> list[Trial]:
        """The newest of all recipes, newest first."""
        return await self._all(select(*_COLUMNS).order_by(trials.c.began_at.desc()).limit(limit))

    async def _all(self, query: Any) -> list[Trial]:
        async with self._database.read() as connection:
            rows: Sequence[Any] = (await connection.execute(query)).all()
        return [Trial(*row) for row in rows]


_COLUMNS: Final = tuple(trials.c[name] for name in Trial.__dataclass_fields__)
