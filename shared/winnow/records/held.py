"""Records that wait for money or a batch, in SQL: put aside, taken when due, counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final, Literal
from uuid import uuid5

from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.contracts.base import NAMESPACE
from winnow.contracts.held import WorkHeld
from winnow.records.exclusive import one_at_a_time
from winnow.records.statements import upsert
from winnow.records.tables import held_work

Cause = Literal["budget", "batch"]
SENDING: Final = timedelta(minutes=1)  # after which a record that was taken is taken again


@dataclass(frozen=True, slots=True)
class Gate:
    """What some records wait for together."""

    cause: Cause
    scope: str


@dataclass(frozen=True, slots=True)
class Waits:
    """How many documents wait at a gate, and since when the first of them does."""

    gate: Gate
    documents: int
    since: datetime


async def put_aside(conn: AsyncConnection, held: WorkHeld) -> None:
    """Keep the record; one that is kept already is kept with its newest hold."""
    row = {
        "id": str(uuid5(NAMESPACE, f"{held.service}/{held.topic}/{held.key}/{held.value}")),
        "hold": str(held.event_id),
        "cause": held.cause,
        "scope": held.scope,
        "tenant": held.tenant,
        "document_id": str(held.document_id),
        "since": held.since,
        "due_at": held.due_at,
        "body": held.model_dump_json(),
    }
    await upsert(conn, held_work, row)


async def take_due(
    conn: AsyncConnection, gate: Gate, most: int, at: datetime
) -> Sequence[WorkHeld]:
    """The next records that may try the gate, the longest waiting first.

    Who comes back from a spent budget is the first again and not due for a while: the others stay
    behind it. Batches end in any order, so there everybody who is due may go. What is taken is
    taken again after SENDING unless it is forgotten: who takes may die.
    """
    await one_at_a_time(conn, held_work.name)
    own = (held_work.c.cause == gate.cause, held_work.c.scope == gate.scope)
    first = select(held_work.c.id, held_work.c.hold, held_work.c.due_at, held_work.c.body).where(
        *own
    )
    if gate.cause == "budget":
        first = first.order_by(held_work.c.since, held_work.c.id)
    else:
        first = first.where(held_work.c.due_at <= at).order_by(held_work.c.due_at, held_work.c.id)
    found = (await conn.execute(first.limit(most))).all()
    rows = list(takewhile(lambda row: row.due_at <= at, found))
    again = update(held_work).where(held_work.c.id.in_([row.id for row in rows]))
    await conn.execute(again.values(due_at=at + SENDING))
    return [WorkHeld.model_validate_json(row.body).with_id(row.hold) for row in rows]


async def forget(conn: AsyncConnection, holds: Sequence[WorkHeld]) -> None:
    """They are on their way; what was held anew since, stays."""
    gone = [str(held.event_id) for held in holds]
    await conn.execute(delete(held_work).where(held_work.c.hold.in_(gone)))


async def waits_of(conn: AsyncConnection, document_id: str) -> WorkHeld | None:
    """What a document waits for: the longest of its holds, if there is any."""
    own = select(held_work.c.body).where(held_work.c.document_id == document_id)
    body = (await conn.execute(own.order_by(held_work.c.since).limit(1))).scalar_one_or_none()
    return None if body is None else WorkHeld.model_validate_json(body)


async def waiting(conn: AsyncConnection) -> list[Waits]:
    """How many documents wait at each gate."""
    documents = func.count(held_work.c.document_id.distinct())
    gate = (held_work.c.cause, held_work.c.scope)
    counted = select(*gate, documents, func.min(held_work.c.since)).group_by(*gate).order_by(*gate)
    rows = await conn.execute(counted)
    return [Waits(Gate(cause, scope), number, since) for cause, scope, number, since in rows]


async def resume(conn: AsyncConnection, scope: str | None, at: datetime) -> int:
    """Make what waits for a budget (None: for any) due at once; how many records that are."""
    of = held_work.c.cause == "budget"
    if scope is not None:
        of = and_(of, held_work.c.scope == scope)
    result = await conn.execute(update(held_work).where(of).values(due_at=at))
    return int(result.rowcount)
