"""Answers kept and fetched, each with a row for its use."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.contracts.usage import Usage
from winnow.records.model_calls import known_uses, write_cached, write_paid
from winnow.records.port import Kept, Use
from winnow.records.statements import insert_ignore
from winnow.records.tables import answer_documents, answers

TOUCHED: Final = timedelta(hours=1)  # how exactly it is known when an answer was used last


@dataclass(frozen=True, slots=True)
class Payment:
    """An answer as JSON text, what it is used for, what it cost, and when that was."""

    use: Use
    body: str
    usage: Usage
    at: datetime


async def keep_all(connection: AsyncConnection, payments: Sequence[Payment]) -> list[Kept]:
    """Keep answers unless there are some under their ids already; give those that are kept."""
    rows = sorted((_row(payment) for payment in payments), key=lambda row: str(row["id"]))
    first = await insert_ignore(connection, answers, rows) == len(rows)
    await _note_documents(connection, [payment.use for payment in payments])
    await write_paid(connection, [(one.use, one.usage, one.at) for one in payments])
    bodies = {one.use.answer: one.body for one in payments}
    if not first:
        bodies = {row.id: row.body for row in await _kept(connection, list(bodies))}
    return [Kept(json.loads(bodies[one.use.answer]), one.usage) for one in payments]


async def recall_all(
    connection: AsyncConnection, uses: Sequence[Use], at: datetime
) -> dict[str, Kept]:
    """The answers that are kept, by the uses' ids; uses that are new are written down."""
    kept = {row.id: row for row in await _kept(connection, [use.answer for use in uses])}
    found = [use for use in uses if use.answer in kept]
    if not found:
        return {}
    stale = sorted(row.id for row in kept.values() if row.used_at < at - TOUCHED)
    if stale:
        used = update(answers).where(answers.c.id.in_(stale)).values(used_at=at)
        await connection.execute(used)
    before = await known_uses(connection, found)
    new = [use for use in found if use.id not in before]
    await _note_documents(connection, new)
    usages = before | await write_cached(connection, new, at)
    return {
        use.id: Kept(json.loads(kept[use.answer].body), usages[use.id], use.id in before)
        for use in found
    }


async def _kept(connection: AsyncConnection, ids: Sequence[str]) -> Sequence[Any]:
    if not ids:
        return []
    query = select(answers.c.id, answers.c.body, answers.c.used_at).where(answers.c.id.in_(ids))
    return (await connection.execute(query)).all()


async def _note_documents(connection: AsyncConnection, uses: Sequence[Use]) -> None:
    """Note which documents use an answer, so that it can be erased with them."""
    used = sorted({(use.document_id, use.answer) for use in uses if use.document_id})
    rows = [{"document_id": document, "answer_id": answer} for document, answer in used]
    await insert_ignore(connection, answer_documents, rows)


def _row(payment: Payment) -> dict[str, Any]:
    return {
        "id": payment.use.answer,
        "stage": payment.use.stage,
        "tenant": payment.use.tenant,
        "model": payment.use.model,
        "body": payment.body,
        "size": len(payment.body.encode()),
        "at": payment.at,
        "used_at": payment.at,
    }
