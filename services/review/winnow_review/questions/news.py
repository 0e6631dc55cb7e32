"""What changes among the questions, for server-sent events."""

from collections.abc import AsyncIterator
from datetime import datetime

from sqlalchemy import func, select

from winnow.records.database import Database
from winnow.records.tables import question_cases
from winnow_review.desk import Desk
from winnow_review.news import AT_ONCE, told

cases = question_cases.c


def follow(desk: Desk, tenant: str) -> AsyncIterator[dict[str, str]]:
    """Ids of questions as they change; each change of a question is told once."""
    database = desk.questions.cases.database

    async def changed(since: datetime) -> dict[str, datetime]:
        return await _changed(database, tenant, since)

    async def counts() -> dict[str, int]:
        return await _counts(database, tenant)

    return told(desk.closing, changed, counts)


async def _changed(database: Database, tenant: str, since: datetime) -> dict[str, datetime]:
    query = select(cases.question_id, cases.changed_at).where(
        cases.tenant == tenant, cases.changed_at > since
    )
    async with database.read() as conn:
        rows = await conn.execute(query.order_by(cases.changed_at.desc()).limit(AT_ONCE))
        return {row.question_id: row.changed_at for row in rows}


async def _counts(database: Database, tenant: str) -> dict[str, int]:
    query = select(cases.state, func.count()).where(cases.tenant == tenant).group_by(cases.state)
    async with database.read() as conn:
        rows = await conn.execute(query)
        return {row[0]: row[1] for row in rows}
