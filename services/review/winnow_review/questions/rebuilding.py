"""The questions made anew from the log: whatever their tables lost or got wrong."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy import select

from winnow import streams
from winnow.records.tables import question_cases, question_history
from winnow_review.questions.cases import Cases
from winnow_review.rebuilding import Key, Read, make_again, read_again


async def rebuild(cases: Cases, read: Read) -> AsyncIterator[dict[str, Any]]:
    """Read both topics again, then make every case; tells how far it is.

    Decisions that are not on their topic yet survive, and claims last.
    """
    topics = streams.QUESTIONS_ESCALATED, streams.QUESTIONS_DECIDED
    async for step in read_again(cases, topics, read):
        yield step
    async for step in make_again(cases, await _known(cases), "questions"):
        yield step


async def missing(cases: Cases) -> list[Key]:
    """Tenant and id of questions with a history and no case."""
    return await _known(cases, lacking=True)


async def _known(cases: Cases, *, lacking: bool = False) -> list[Key]:
    own, made = question_history.c, question_cases.c
    asked = select(own.tenant, own.question_id).where(own.kind == "escalated").distinct()
    if lacking:
        there = (made.tenant == own.tenant) & (made.question_id == own.question_id)
        asked = asked.outerjoin(question_cases, there).where(made.question_id.is_(None))
    async with cases.database.read() as conn:
        return [(row.tenant, row.question_id) for row in await conn.execute(asked)]
