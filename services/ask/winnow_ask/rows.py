"""Rows of `ask_questions` within a transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.records.statements import insert_ignore
from winnow.records.tables import ask_question_documents as rests_on
from winnow.records.tables import ask_questions as questions
from winnow_ask.turn import Turn, turn_of


async def found(connection: AsyncConnection, id_: UUID, *, lock: bool = True) -> Turn | None:
    """A question, if there is one; with `lock` nobody else changes it meanwhile."""
    own = select(questions).where(questions.c.id == str(id_))
    row = (await connection.execute(own.with_for_update() if lock else own)).mappings().first()
    return turn_of(dict(row)) if row is not None else None


async def locked(connection: AsyncConnection, id_: UUID) -> Turn:
    """A question that there is."""
    turn = await found(connection, id_)
    assert turn is not None
    return turn


async def write(connection: AsyncConnection, id_: UUID, **values: Any) -> None:
    """Overwrite columns of a question."""
    await connection.execute(update(questions).where(questions.c.id == str(id_)).values(**values))


async def note_documents(connection: AsyncConnection, id_: UUID, documents: Iterable[UUID]) -> None:
    """Note which documents it quotes: they may be erased."""
    rows = [{"document_id": str(one), "question_id": str(id_)} for one in dict.fromkeys(documents)]
    await insert_ignore(connection, rests_on, rows)


async def conversation(
    connection: AsyncConnection,
    tenant: str,
    asker: str,
    id_: UUID,
    last: int,
    before: datetime | None = None,
) -> list[Turn]:
    """The last questions of an asker's conversation, oldest first; `before`: asked earlier."""
    own = questions.c
    wanted = select(questions).where(
        own.tenant == tenant, own.asker == asker, own.conversation_id == str(id_)
    )
    if before is not None:
        wanted = wanted.where(own.asked_at < before)
    newest = wanted.order_by(own.asked_at.desc(), own.id.desc()).limit(last)
    rows = (await connection.execute(newest)).mappings().all()
    return [turn_of(dict(row)) for row in reversed(rows)]
