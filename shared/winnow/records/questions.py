"""Answered questions, in SQL."""

import json
from collections.abc import Sequence

import numpy as np
from sqlalchemy import ColumnElement, Connection, delete, select

from winnow.records.database import Database
from winnow.records.moment import now
from winnow.records.statements import insert_ignore, upsert
from winnow.records.tables import answered_questions as questions
from winnow.records.tables import question_documents as rests_on
from winnow.semantic.cache import Remembered


class Questions:
    """QuestionStore on the tables `answered_questions` and `question_documents`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, tenant: str, scope: str) -> Sequence[Remembered]:
        own = questions.c.tenant == tenant, questions.c.scope == scope
        async with self._database.read() as connection:
            rows = await connection.execute(select(questions).where(*own))
            return [
                Remembered(
                    row.id,
                    row.question,
                    row.language,
                    np.frombuffer(row.vector, dtype="<f4"),
                    json.loads(row.answer),
                )
                for row in rows
            ]

    async def keep(
        self, tenant: str, scope: str, remembered: Remembered, documents: Sequence[str]
    ) -> None:
        row = {
            "id": remembered.id,
            "tenant": tenant,
            "scope": scope,
            "question": remembered.question,
            "language": remembered.language,
            "vector": remembered.vector.astype("<f4").tobytes(),
            "answer": json.dumps(remembered.answer),
            "at": now(),
        }
        lines = [
            {"document_id": one, "question_id": remembered.id} for one in dict.fromkeys(documents)
        ]
        async with self._database.begin() as connection:
            await upsert(connection, questions, row)
            await connection.execute(
                delete(rests_on).where(rests_on.c.question_id == remembered.id)
            )
            await insert_ignore(connection, rests_on, lines)

    async def forget(self, tenant: str, document_id: str) -> int:
        resting = select(rests_on.c.question_id).where(rests_on.c.document_id == document_id)
        own = questions.c.tenant == tenant, questions.c.id.in_(resting)
        return await self._remove(*own)

    async def drop(self, tenant: str, id_: str) -> None:
        await self._remove(questions.c.tenant == tenant, questions.c.id == id_)

    async def _remove(self, *which: ColumnElement[bool]) -> int:
        async with self._database.begin() as connection:
            return await connection.run_sync(remove, *which)


def remove(connection: Connection, *which: ColumnElement[bool]) -> int:
    """Remove the answers that all of these hold for, within a transaction; how many they were."""
    ids = list(connection.execute(select(questions.c.id).where(*which)).scalars())
    connection.execute(delete(questions).where(questions.c.id.in_(ids)))
    connection.execute(delete(rests_on).where(rests_on.c.question_id.in_(ids)))
    return len(ids)
