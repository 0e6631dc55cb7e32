"""Which documents a person is shown, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, Subquery, and_, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.contracts.reviews import ReviewRequested
from winnow.records.audit import AuditLog, Entry
from winnow.records.database import Database
from winnow.records.exclusive import one_at_a_time
from winnow.records.moment import now
from winnow.records.tables import review_history, review_items
from winnow.security.keys import Principal, Role
from winnow_review.queue import oversees
from winnow_review.score import score_at

items, history = review_items.c, review_history.c
State = Literal["pending", "disputed", "decided"]


@dataclass(frozen=True, slots=True)
class Sought:
    """Which documents: `pending` are those this person may decide, blind readings among them.

    `order`: what has most at stake first, or what would teach most.
    """

    state: State = "pending"
    recipe: str | None = None
    order: Literal["risk", "learning"] = "risk"
    limit: int = 100
    offset: int = 0


class Order:
    """The queue as one person sees it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._audit = AuditLog(database)

    async def page(self, who: Principal, sought: Sought) -> tuple[Sequence[dict[str, Any]], int]:
        """Documents in order, and how many there are in all."""
        wanted = visible(who, sought)
        blind = "blind" if oversees(who) else sought.state
        async with self._database.read() as conn:
            ids = list((await conn.execute(_ordered(sought, wanted))).scalars())
            rows = await conn.execute(select(review_items).where(items.document_id.in_(ids)))
            known = {row.document_id: _plain(row._mapping, blind) for row in rows}  # noqa: SLF001
            found = [known[one] for one in ids]
            return found, await _count(conn, wanted)

    async def count(self, who: Principal, sought: Sought) -> int:
        """How many documents there are in all."""
        async with self._database.read() as conn:
            return await _count(conn, visible(who, sought))

    async def held(self, who: Principal) -> Sequence[dict[str, Any]]:
        """The open documents that this person holds, the most at stake first."""
        open_ = or_(_state(who, "pending"), items.state == "disputed")
        own = items.tenant == who.tenant, items.claimed_by == who.name
        wanted = [*own, items.lease_until > now(), open_]
        async with self._database.read() as conn:
            rows = await conn.execute(
                select(review_items).where(*wanted).order_by(items.score.desc()).limit(100)
            )
            return [_plain(row._mapping, "pending") for row in rows]  # noqa: SLF001

    async def next(self, who: Principal, sought: Sought, lease: timedelta) -> str | None:
        """Claim the first document that is free for this person; None if there is none.

        What is assigned to them comes before all else.
        """
        async with self._database.begin() as conn:
            await one_at_a_time(conn, f"{review_items.name}/next")
            found = await self._first(conn, who, sought)
            if found is None:
                return None
            values = {"claimed_by": who.name, "lease_until": now() + lease, "changed_at": now()}
            own = update(review_items).where(items.document_id == found)
            await conn.execute(own.values(**values))
            await self._audit.add(conn, Entry(who.tenant, who.name, "claimed", found))
            return found

    async def _first(self, conn: AsyncConnection, who: Principal, sought: Sought) -> str | None:
        free = or_(items.claimed_by.is_(None), items.lease_until <= now())
        open_ = [*visible(who, sought), free]
        mine = select(items.document_id).where(*open_, items.assigned_to == who.name)
        assigned = await conn.scalar(mine.order_by(items.score.desc()).limit(1))
        if assigned is not None:
            return str(assigned)
        nobodys = [*open_, items.assigned_to.is_(None)]
        found: str | None = await conn.scalar(_ordered(sought, nobodys).limit(1).offset(0))
        return found


async def _count(conn: AsyncConnection, wanted: Sequence[ColumnElement[bool]]) -> int:
    found = await conn.scalar(select(func.count()).select_from(review_items).where(*wanted))
    return int(found or 0)


def visible(who: Principal, sought: Sought) -> list[ColumnElement[bool]]:
    """What narrows the table to what this person may see in a state."""
    wanted: list[ColumnElement[bool]] = [items.tenant == who.tenant, _state(who, sought.state)]
    if sought.recipe:
        wanted.append(items.recipe == sought.recipe)
    if who.skills is not None:
        wanted.append(or_(items.recipe.is_(None), items.recipe.in_(sorted(who.skills))))
    return wanted


def _state(who: Principal, state: State) -> ColumnElement[bool]:
    """A blind document is pending for those who have not read it, decided for all others."""
    if oversees(who):
        return items.state == state if state != "decided" else items.state.in_(("decided", "blind"))
    if state == "disputed":
        return items.state == "disputed"
    read = exists().where(
        history.document_id == items.document_id,
        history.requested == items.request_id,
        history.actor == who.name,
        history.kind.in_(("decided", "opinion")),
    )
    if state == "pending":
        return or_(items.state == "pending", and_(items.state == "blind", ~read))
    decided = ("decided",) if Role.ADJUDICATOR in who.roles else ("decided", "disputed")
    return or_(items.state.in_(decided), and_(items.state == "blind", read))


def _ordered(sought: Sought, wanted: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The ids alone: sorting whole rows would read every request."""
    picked = select(items.document_id).where(*wanted)
    if sought.order == "learning":
        alike = _decided_alike()
        picked = picked.outerjoin(alike, alike.c.likeness == items.likeness)
        picked = picked.order_by(_teaches(alike).desc(), items.score.desc(), items.document_id)
    else:
        picked = picked.order_by(items.score.desc(), items.document_id)
    return picked.limit(sought.limit).offset(sought.offset)


def _decided_alike() -> Subquery:
    done = items.likeness, func.count().label("decided")
    return select(*done).where(items.state == "decided").group_by(items.likeness).subquery()


def _teaches(alike: Subquery) -> ColumnElement[Any]:
    """Uncertainty, shared among all of one likeness: those decided and those shown before it."""
    before = func.row_number().over(
        partition_by=items.likeness, order_by=(items.uncertainty.desc(), items.document_id)
    )
    return items.uncertainty / (func.coalesce(alike.c.decided, 0) + before)


def _plain(row: Any, blind: str) -> dict[str, Any]:
    shown = {
        "requested": ReviewRequested.model_validate_json(row["requested"]),
        "score": score_at(row["score"], now()),
        "state": blind if row["state"] == "blind" else row["state"],
    }
    return {**row, **_claim(row), **shown}


def _claim(row: Any) -> dict[str, str | datetime | None]:
    """A claim whose lease has run out is none."""
    if row["lease_until"] is not None and row["lease_until"] > now():
        return {}
    return {"claimed_by": None, "lease_until": None}
