"""The queue in numbers, in SQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, literal_column, select

from winnow.records.database import Database
from winnow.records.tables import review_items
from winnow_review.quality.answer import Waiting

items = review_items.c
OPEN = ("pending", "disputed")  # a result waits for somebody


async def waiting(
    database: Database, at: datetime, tenant: str | None = None, *, knows_blind: bool = True
) -> tuple[Waiting, ...]:
    """Documents by recipe and state, of a tenant or of all.

    Who may be asked to read a document blind must not learn that it is: with `knows_blind` false
    they count as pending, as they do in the queue.
    """
    open_ = items.state.in_(OPEN)
    state = items.state if knows_blind else _unblinded()
    query = select(
        items.recipe,
        state.label("state"),
        func.count().label("documents"),
        func.min(case((open_, items.created_at))).label("oldest"),
        func.count(case((open_ & (items.due_at < at), 1))).label("overdue"),
    ).group_by(items.recipe, state)
    if tenant is not None:
        query = query.where(items.tenant == tenant)
    async with database.read() as conn:
        rows = [Waiting.model_validate(dict(row._mapping)) for row in await conn.execute(query)]  # noqa: SLF001
    return tuple(sorted(rows, key=lambda one: (one.recipe or "", one.state)))


def oldest(queue: Sequence[Waiting]) -> datetime | None:
    """When the document that waits longest was asked about."""
    return min((one.oldest for one in queue if one.oldest is not None), default=None)


def _unblinded() -> ColumnElement[str]:
    """Written out, for PostgreSQL groups by what it can see to be the same."""
    blind: ColumnElement[str] = literal_column("'blind'")
    pending: ColumnElement[str] = literal_column("'pending'")
    return case((items.state == blind, pending), else_=items.state)
