"""Answers kept and fetched, each with a row for its use."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, select, update

from winnow.contracts.usage import Usage
from winnow.records.model_calls import known_uses, write_cached, write_paid
from winnow.records.port import Kept, Use
from winnow.records.statements import insert_new
from winnow.records.tables import answer_documents, answers

TOUCHED: Final = timedelta(hours=1)  # how exactly it is known when an answer was used last


@dataclass(frozen=True, slots=True)
class Payment:
    """An answer as JSON text, what it is used for, what it cost, and when that was."""

    use: Use
    body: str
    usage: Usage
    at: datetime


def keep_all(connection: Connection, payments: Sequence[Payment]) -> list[Kept]:
    """Keep answers unless there are some under their ids already; give those that are kept."""
    rows = sorted((_row(payment) for payment in payments), key=lambda row: str(row["id"]))
    first = insert_new(connection, answers, rows) == len(rows)
    _note_documents(connection, [payment.use for payment in payments])
    write_paid(connection, [(one.use, one.usage, one.at) for one in payments])
    bodies = {one.use.answer: one.body for one in payments}
    if not first:
        bodies = {row.id: row.body for row in _kept(connection, list(bodies))}
    return [Kept(json.loads(bodies[one.use.answer]), one.usage) for one in payments]


def recall_all(connection: Connection, uses: Sequence[Use], at: datetime) -> dict[str, Kept]:
    """The answers that are kept, by the uses' ids; uses that are new are written down."""
    kept = {row.id: row for row in _kept(connection, [use.answer for use in uses])}
    found = [use for use in uses if use.answer in kept]
    if not found:
        return {}
    stale = sorted(row.id for row in kept.values() if row.used_at < at - TOUCHED)
    if stale:
        used = update(answers).where(answers.c.id.in_(stale)).values(used_at=at)
        connection.execute(used)
    before = known_uses(connection, found)
    new = [use for use in found if use.id not in before]
    _note_documents(connection, new)
    usages = before | write_cached(connection, new, at)
    return {
        use.id: Kept(json.loads(kept[use.answer].body), usages[use.id], use.id in before)
        for use in found
    }


def _kept(connection: Connection, ids: Sequence[str]) -> Sequence[Any]:
    if not ids:
        return []
    query = select(answers.c.id, answers.c.body, answers.c.used_at).where(answers.c.id.in_(ids))
    return (connection.execute(query)).all()


def _note_documents(connection: Connection, uses: Sequence[Use]) -> None:
    """Note which documents use an answer, so that it can be erased with them."""
    used = sorted({(use.document_id, use.answer) for use in uses if use.document_id})
    rows = [{"document_id": document, "answer_id": answer} for document, answer in used]
    insert_new(connection, answer_documents, rows)


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
