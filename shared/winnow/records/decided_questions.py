"""Questions that people answered, as the ask service keeps them."""

from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import Connection, select

from winnow.contracts.questions import QuestionDecided, Source
from winnow.records.tables import ask_questions as questions

SOURCES = TypeAdapter(tuple[Source, ...])


@dataclass(frozen=True, slots=True)
class DecidedQuestion:
    """A question that can be read alone, what had been found for it, and the person's answer."""

    question: str
    language: str
    sources: tuple[Source, ...]
    decision: QuestionDecided


def decided_questions(connection: Connection, tenant: str) -> list[DecidedQuestion]:
    """Those of a tenant, in the order in which they were decided."""
    own = questions.c
    wanted = (
        select(own.standalone, own.language, own.sources, own.decision)
        .where(own.tenant == tenant, own.state == "decided", own.decision.is_not(None))
        .order_by(own.decided_at, own.id)
    )
    return [
        DecidedQuestion(
            row.standalone,
            row.language,
            SOURCES.validate_json(row.sources),
            QuestionDecided.model_validate_json(row.decision),
        )
        for row in connection.execute(wanted)
    ]
