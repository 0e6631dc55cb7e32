"""Metrics of questions: gauges of those that wait, and how long people took to decide."""

from datetime import datetime

from sqlalchemy import case, func, select

from winnow.contracts.questions import QuestionDecided
from winnow.observability import metrics
from winnow.records.database import Database
from winnow.records.tables import question_cases
from winnow_review.questions.folding import Case

cases = question_cases.c


async def set_gauges(database: Database, at: datetime) -> None:
    """Set them once, over all tenants."""
    query = select(
        func.count().label("open"),
        func.count(case((cases.due_at < at, 1))).label("overdue"),
        func.min(cases.created_at).label("oldest"),
    ).where(cases.state == "open")
    async with database.read() as conn:
        found = (await conn.execute(query)).one()
    metrics.QUESTIONS_WAITING.set(found.open)
    metrics.QUESTIONS_OVERDUE.set(found.overdue)
    metrics.QUESTIONS_OLDEST.set((at - found.oldest).total_seconds() if found.oldest else 0)


def timed(case_: Case, decided: QuestionDecided) -> None:
    """Note how long the asker waited; a decision that replaces another is no new wait."""
    if len(case_.decisions) == 1:
        waited = (decided.occurred_at - case_.request.occurred_at).total_seconds()
        metrics.QUESTIONS_DECIDED.labels(decided.outcome).observe(max(waited, 0.0))
