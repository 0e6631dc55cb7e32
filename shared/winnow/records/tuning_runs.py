"""Training runs and who has them in hand, in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from uuid import uuid4

from sqlalchemy import insert, or_, select, update

from winnow.contracts.tuning import Task
from winnow.records.database import Database
from winnow.records.exclusive import one_at_a_time
from winnow.records.moment import now
from winnow.records.tables import tuning_runs as runs
from winnow.retraining.triggers import Cause

State = Literal["queued", "training", "comparing", "registered", "refused", "failed"]
OPEN: Final = ("queued", "training", "comparing")
LEASE: Final = timedelta(minutes=2)  # a run whose process died is taken up after this


@dataclass(frozen=True, slots=True)
class Run:
    """A training run. `reason` says why it was refused or failed, `version` what came of it."""

    id: str
    recipe: str
    task: Task
    cause: Cause
    why: str
    state: State
    queued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    attempts: int
    progress: str | None
    version: str | None
    reason: str | None


class TuningRuns:
    """The table `tuning_runs`. Of a recipe and task at most one run is open."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def queue(self, recipe: str, task: Task, cause: Cause, why: str) -> Run | None:
        """Ask for a run; None where one is open already."""
        row = {"id": uuid4().hex[:12], "recipe": recipe, "task": task, "cause": cause, "why": why}
        own = runs.c.recipe == recipe, runs.c.task == task
        async with self._database.begin() as connection:
            await one_at_a_time(connection, f"{runs.name}/{recipe}/{task}")
            waiting = select(runs.c.id).where(*own, runs.c.state.in_(OPEN))
            if (await connection.execute(waiting)).first() is not None:
                return None
            values = {**row, "state": "queued", "queued_at": now(), "attempts": 0}
            await connection.execute(insert(runs).values(values))
        return await self.get(str(row["id"]))

    async def take(self, holder: str) -> Run | None:
        """Take the oldest open run that nobody has in hand; only one is in hand at any time.

        Training takes all there is of a machine, and of a GPU, so replicas do not train beside
        each other. A run that was begun before comes back in the state it was left in.
        """
        async with self._database.begin() as connection:
            await one_at_a_time(connection, runs.name)
            at = now()
            held = select(runs.c.id).where(runs.c.state.in_(OPEN), runs.c.until >= at)
            if (await connection.execute(held)).first() is not None:
                return None
            free = or_(runs.c.until.is_(None), runs.c.until < at)
            query = select(runs.c.id).where(runs.c.state.in_(OPEN), free).order_by(runs.c.seq)
            id_ = (await connection.execute(query.limit(1))).scalar_one_or_none()
            if id_ is None:
                return None
            taken = {"holder": holder, "until": at + LEASE, "attempts": runs.c.attempts + 1}
            await connection.execute(update(runs).where(runs.c.id == id_).values(taken))
        return await self.get(id_)

    async def tell(self, id_: str, holder: str, **changes: Any) -> bool:
        """Renew the lease, and write down how far it is; False where another has it in hand now."""
        return await self._set(id_, holder, {"until": now() + LEASE, **changes})

    async def give_back(self, id_: str, holder: str, *, died: bool) -> None:
        """Let whoever comes next go on with it; only what died counts as an attempt."""
        attempts = runs.c.attempts if died else runs.c.attempts - 1
        await self._set(id_, holder, {"holder": None, "until": None, "attempts": attempts})

    async def end(
        self, id_: str, holder: str, state: State, *, version: str | None, reason: str | None
    ) -> bool:
        """It is over; False where another has it in hand now."""
        ending = {"state": state, "ended_at": now(), "version": version, "reason": reason}
        return await self._set(id_, holder, ending)

    async def get(self, id_: str) -> Run | None:
        """One run."""
        found = await self._all(select(*_COLUMNS).where(runs.c.id == id_))
        return found[0] if found else None

    async def newest(self, recipe: str, task: Task) -> Run | None:
        """The newest run of a recipe and task, whatever became of it."""
        own = runs.c.recipe == recipe, runs.c.task == task
        query = select(*_COLUMNS).where(*own).order_by(runs.c.seq.desc()).limit(1)
        found = await self._all(query)
        return found[0] if found else None

    async def latest(self, limit: int = 20) -> list[Run]:
        """The newest runs of all recipes, newest first."""
        return await self._all(select(*_COLUMNS).order_by(runs.c.seq.desc()).limit(limit))

    async def _set(self, id_: str, holder: str, values: dict[str, Any]) -> bool:
        own = runs.c.id == id_, runs.c.holder == holder, runs.c.state.in_(OPEN)
        async with self._database.begin() as connection:
            told = await connection.execute(update(runs).where(*own).values(values))
        return told.rowcount == 1

    async def _all(self, query: Any) -> list[Run]:
        async with self._database.read() as connection:
            rows: Sequence[Any] = (await connection.execute(query)).all()
        return [Run(*row) for row in rows]


_COLUMNS: Final = tuple(runs.c[name] for name in Run.__dataclass_fields__)
