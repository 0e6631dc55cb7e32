"""The ledger of paid model answers, in SQL."""

import json
from typing import Any

from sqlalchemy import select

from winnow.records.database import Database
from winnow.records.moment import now
from winnow.records.statements import insert_ignore
from winnow.records.tables import answers


class Answers:
    """AnswerStore on the table `answers`; of two that race, the first is kept for both."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, id: str) -> dict[str, Any] | None:  # noqa: A002  (what it is called)
        query = select(answers.c.body).where(answers.c.id == id)
        async with self._database.read() as connection:
            body = (await connection.execute(query)).scalar_one_or_none()
        return None if body is None else _loaded(body)

    async def keep(self, id: str, stage: str, body: dict[str, Any]) -> dict[str, Any]:  # noqa: A002
        row = {"id": id, "stage": stage, "body": json.dumps(body), "at": now()}
        query = select(answers.c.body).where(answers.c.id == id)
        async with self._database.begin() as connection:
            await insert_ignore(connection, answers, [row])
            return _loaded((await connection.execute(query)).scalar_one())


def _loaded(body: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(body)
    return loaded
