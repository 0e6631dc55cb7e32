"""Answers that are asked for in shadow and never used, in SQL."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select, update

from winnow.contracts.tuning import Task
from winnow.records.database import Database
from winnow.records.moment import now
from winnow.records.statements import insert_ignore
from winnow.records.tables import tuning_shadows as shadows
from winnow.retraining.canary import Pairs


@dataclass(frozen=True, slots=True)
class Shadow:
    """A document that `model` (of the registry's `version`) answers besides who `served` it."""

    document_id: str
    task: Task
    model: str
    recipe: str
    version: str
    served: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often a model in shadow said the same as who served, and who was right where people said.

    `pairs` are seen from the model named first.
    """

    answered: int
    agreed: int
    pairs: Pairs


class Shadows:
    """The table `tuning_shadows`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ask(self, shadow: Shadow) -> None:
        """Have the document answered when there is time; a repeat changes nothing."""
        row = {name: getattr(shadow, name) for name in _NAMES}
        async with self._database.begin() as connection:
            await insert_ignore(connection, shadows, [{**row, "at": now(), "state": "waiting"}])

    async def waiting(self, limit: int) -> list[Shadow]:
        """Those that wait, oldest first."""
        query = select(*(shadows.c[name] for name in _NAMES)).where(shadows.c.state == "waiting")
        return await self._all(query.order_by(shadows.c.at).limit(limit))

    async def of(self, document_id: str) -> list[tuple[Shadow, dict[str, Any]]]:
        """The answers that were given of a document."""
        query = select(*(shadows.c[name] for name in _NAMES), shadows.c.answer).where(
            shadows.c.document_id == document_id, shadows.c.state == "answered"
        )
        async with self._database.read() as connection:
            rows: Sequence[Any] = (await connection.execute(query)).all()
        return [(Shadow(*row[:-1]), json.loads(row[-1])) for row in rows]

    async def answered(self, shadow: Shadow, answer: Mapping[str, Any], *, agrees: bool) -> None:
        """Keep an answer: scalar values by JSON Pointer."""
        told = json.dumps(dict(answer), ensure_ascii=False)
        await self._set(shadow, state="answered", answer=told, agrees=agrees)

    async def failed(self, shadow: Shadow) -> None:
        """The document is not answered in shadow."""
        await self._set(shadow, state="failed")

    async def judged(self, shadow: Shadow, *, shadow_right: bool, served_right: bool) -> None:
        """A person has decided: who of the two was right."""
        await self._set(shadow, shadow_right=shadow_right, served_right=served_right)

    async def agreement(
        self, recipe: str, task: Task, challenger: str, since: datetime
    ) -> Agreement:
        """Of a challenger and the champion since a time, whichever of them was the shadow."""
        either = (shadows.c.model == challenger) | (shadows.c.served == challenger)
        query = (
            select(
                shadows.c.model,
                shadows.c.agrees,
                shadows.c.shadow_right,
                shadows.c.served_right,
                func.count(),
            )
            .where(
                *(shadows.c.recipe == recipe, shadows.c.task == task),
                *(shadows.c.state == "answered", shadows.c.at >= since, either),
            )
            .group_by(
                shadows.c.model, shadows.c.agrees, shadows.c.shadow_right, shadows.c.served_right
            )
        )
        async with self._database.read() as connection:
            rows: Sequence[Any] = (await connection.execute(query)).all()
        return _added(rows, challenger)

    async def _set(self, shadow: Shadow, **values: Any) -> None:
        own = (
            shadows.c.document_id == shadow.document_id,
            shadows.c.task == shadow.task,
            shadows.c.model == shadow.model,
        )
        async with self._database.begin() as connection:
            await connection.execute(update(shadows).where(*own).values(values))

    async def _all(self, query: Any) -> list[Shadow]:
        async with self._database.read() as connection:
            rows: Sequence[Any] = (await connection.execute(query)).all()
        return [Shadow(*row) for row in rows]


def _added(rows: Sequence[Any], challenger: str) -> Agreement:
    answered = agreed = 0
    alone = {True: 0, False: 0}  # by whether it was the challenger that alone was right
    equal = 0
    for model, agrees, shadow_right, served_right, count in rows:
        answered += count
        agreed += count if agrees else 0
        if shadow_right is None:
            continue
        if shadow_right == served_right:
            equal += count
        else:
            alone[(model == challenger) == shadow_right] += count
    return Agreement(answered, agreed, Pairs(alone[True], alone[False], equal))


_NAMES: Final = tuple(Shadow.__dataclass_fields__)
