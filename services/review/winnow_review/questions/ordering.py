"""Which questions a person is shown, what is due first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, update

from winnow.contracts.questions import QuestionEscalated
from winnow.records.audit import AuditLog, Entry
from winnow.records.database import Database
from winnow.records.exclusive import one_at_a_time
from winnow.records.moment import now
from winnow.records.tables import question_cases
from winnow.records.text import storable
from winnow.security.keys import Principal
from winnow_review.leases import Lease
from winnow_review.questions.folding import State

cases = question_cases.c


@dataclass(frozen=True, slots=True)
class Sought:
    """Which questions; `overdue` are those past their due time, `mine` those one holds."""

    state: State = "open"
    asker: str | None = None
    overdue: bool = False
    mine: bool = False
    limit: int = 100
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A question as the queue shows it."""

    request: QuestionEscalated
    state: State
    revision: int
    lease: Lease


class Order:
    """The questions of one tenant: those open by due time, those decided the latest first."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._audit = AuditLog(database)

    async def page(self, who: Principal, sought: Sought) -> tuple[Sequence[Listed], int]:
        """Questions in order, and how many there are in all."""
        wanted = _wanted(who, sought, now())
        order = cases.due_at if sought.state == "open" else cases.changed_at.desc()
        query = select(question_cases).where(*wanted).order_by(order, cases.question_id)
        count = select(func.count()).select_from(question_cases).where(*wanted)
        async with self._database.read() as conn:
            rows = await conn.execute(query.limit(sought.limit).offset(sought.offset))
            return [_listed(row) for row in rows], int(await conn.scalar(count) or 0)

    async def count(self, who: Principal, sought: Sought) -> int:
        """How many there are in all."""
        wanted = _wanted(who, sought, now())
        count = select(func.count()).select_from(question_cases).where(*wanted)
        async with self._database.read() as conn:
            return int(await conn.scalar(count) or 0)

    async def next(self, who: Principal, lease: timedelta) -> str | None:
        """Claim the open question that is due first and free; None if there is none."""
        async with self._database.begin() as conn:
            await one_at_a_time(conn, f"{question_cases.name}/next/{who.tenant}")
            free = or_(cases.claimed_by.is_(None), cases.lease_until <= now())
            first = select(cases.question_id).where(*_wanted(who, Sought(), now()), free)
            found: str | None = await conn.scalar(
                first.order_by(cases.due_at, cases.question_id).limit(1)
            )
            if found is None:
                return None
            mine = and_(cases.tenant == who.tenant, cases.question_id == found)
            values = {"claimed_by": who.name, "lease_until": now() + lease, "changed_at": now()}
            await conn.execute(update(question_cases).where(mine).values(**values))
            await self._audit.add(conn, Entry(who.tenant, who.name, "claimed", found))
            return found


def _wanted(who: Principal, sought: Sought, at: datetime) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [
        cases.tenant == who.tenant,
        cases.state == sought.state,
    ]
    if sought.asker is not None:
        wanted.append(cases.asker == storable(sought.asker))
    if sought.overdue:
        wanted.append(cases.due_at <= at)
    if sought.mine:
        wanted += [cases.claimed_by == who.name, cases.lease_until > at]
    return wanted


def _listed(row: Row[Any]) -> Listed:
    return Listed(
        QuestionEscalated.model_validate_json(row.requested),
        row.state,
        row.revision,
        Lease(row.claimed_by, row.lease_until),
    )
