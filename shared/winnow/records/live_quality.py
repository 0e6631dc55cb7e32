"""What became of the answers of each model on real documents, in SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, cast, func, select, update

from winnow.contracts.tuning import Task
from winnow.records.database import Database
from winnow.records.statements import upsert
from winnow.records.tables import tuning_outcomes as outcomes
from winnow.retraining.canary import Arm


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one answer of a model. `looked` and `wrong` count values that people saw,

    `taught` the examples that were made of it; None leaves what was known.
    """

    document_id: str
    task: Task
    recipe: str
    model: str
    drafted_at: datetime
    usd: float = 0.0
    seconds: float = 0.0
    ended_at: datetime | None = None
    reviewed: bool | None = None
    decided_at: datetime | None = None
    looked: int | None = None
    wrong: int | None = None
    taught: int | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """Answers of one model, by its full name; or of all `others`."""

    model: str
    others: bool = False


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How many documents made examples: in all, since a time, and when the first was decided."""

    documents: int
    new: int
    first: datetime | None


class LiveQuality:
    """The table `tuning_outcomes`, a row for each document and task."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, found: Sequence[Outcome]) -> None:
        """Put the outcomes in the place of what was known of those documents and tasks."""
        async with self._database.begin() as connection:
            for one in found:
                row = {name: value for name, value in asdict(one).items() if name != "taught"}
                told = {} if one.taught is None else {"taught": one.taught}
                await upsert(connection, outcomes, row | told)

    async def taught(self, document_id: str, examples: Mapping[Task, int]) -> None:
        """So many examples were made of a document."""
        own = update(outcomes).where(outcomes.c.document_id == document_id)
        async with self._database.begin() as connection:
            for task, count in examples.items():
                await connection.execute(own.where(outcomes.c.task == task).values(taught=count))

    async def tasks(self) -> list[tuple[str, Task]]:
        """Every recipe and task of which an answer is known."""
        query = select(outcomes.c.recipe, outcomes.c.task).distinct()
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        return sorted((row.recipe, row.task) for row in rows)

    async def reviewed(self, recipe: str, task: Task, since: datetime | None) -> Reviewed:
        """The documents of all models that people decided and that made an example to train on."""
        new = func.count().filter(outcomes.c.decided_at > since) if since else func.count()
        query = select(func.count(), new, func.min(outcomes.c.decided_at)).where(
            *_of(recipe, task), outcomes.c.taught > 0, outcomes.c.decided_at.is_not(None)
        )
        async with self._database.read() as connection:
            documents, fresh, first = (await connection.execute(query)).one()
        return Reviewed(documents, fresh, first)

    async def changed(
        self, recipe: str, task: Task, who: Who, since: datetime | None = None, last: int = 1000
    ) -> list[bool]:
        """Whether a person changed each of the last decided documents of a model, oldest first.

        `since` is when they were drafted at the earliest.
        """
        query = (
            select(outcomes.c.wrong)
            .where(*_of(recipe, task), _by(who), outcomes.c.wrong.is_not(None))
            .order_by(outcomes.c.decided_at.desc())
            .limit(last)
        )
        if since is not None:
            query = query.where(outcomes.c.drafted_at >= since)
        async with self._database.read() as connection:
            found = (await connection.execute(query)).scalars().all()
        return [wrong > 0 for wrong in reversed(found)]

    async def arm(self, recipe: str, task: Task, who: Who, since: datetime) -> Arm:
        """What became of the documents that a model answered since a time."""
        ended = func.count(outcomes.c.ended_at)
        reviewed = _sum(cast(outcomes.c.reviewed, Integer))
        changed = _sum(case((outcomes.c.wrong > 0, 1), else_=0))
        query = select(
            ended,
            reviewed,
            func.count(outcomes.c.wrong),
            changed,
            _sum(outcomes.c.looked),
            _sum(outcomes.c.wrong),
            _sum(outcomes.c.usd),
            _sum(outcomes.c.seconds),
        ).where(*_of(recipe, task), _by(who), outcomes.c.drafted_at >= since)
        async with self._database.read() as connection:
            return Arm(*(await connection.execute(query)).one())


def _of(recipe: str, task: Task) -> tuple[ColumnElement[bool], ...]:
    return outcomes.c.recipe == recipe, outcomes.c.task == task


def _by(who: Who) -> ColumnElement[bool]:
    return outcomes.c.model != who.model if who.others else outcomes.c.model == who.model


def _sum(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(column), 0)
