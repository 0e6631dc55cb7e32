"""A question with all that became of it, and how a row of `ask_questions` holds it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import TypeAdapter

from winnow.contracts import questions as told
from winnow.contracts.questions import Answer, QuestionDecided, Source
from winnow_ask.filtering import Filtering

State = Literal["asking", "answered", "waiting", "decided", "erased"]
Verdict = Literal["up", "down"]
SOURCES = TypeAdapter(tuple[Source, ...])


@dataclass(frozen=True, slots=True)
class Opening:
    """A question as it was asked, before anything is known of its answer."""

    id: UUID
    tenant: str
    conversation_id: UUID
    asker: str
    question: str
    language: str  # ISO 639-1
    filters: Filtering
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a conversation.

    `asking`: it is being answered. `answered`: there is an answer, be it that the documents have
    none. `waiting`: a person is asked. `decided`: the person answered. `erased`: a document that
    its answer rested on was erased, and the answer with it.
    """

    opening: Opening
    standalone: str
    state: State
    lease_until: datetime | None
    answer: Answer | None
    sources: tuple[Source, ...]
    remembered: str | None
    answered_at: datetime | None
    seconds: float | None
    escalations: int
    escalation: str | None
    escalated_at: datetime | None
    decision: QuestionDecided | None
    decided_at: datetime | None
    verdict: Verdict | None
    note: str

    @property
    def id(self) -> UUID:
        return self.opening.id

    @property
    def said(self) -> str:
        """What the asker read last: a person's words before a model's."""
        if self.decision is not None and self.decision.text:
            return self.decision.text
        return self.answer.text if self.answer else ""

    def as_history(self) -> told.Turn:
        """The turn as a follow-up question is read with."""
        return told.Turn(question=self.standalone, answer=self.said)


def row_of(opening: Opening, lease_until: datetime) -> dict[str, Any]:
    """A question that is being answered."""
    return {
        "id": str(opening.id),
        "tenant": opening.tenant,
        "conversation_id": str(opening.conversation_id),
        "asker": opening.asker,
        "question": opening.question,
        "language": opening.language,
        "standalone": opening.question,
        "filters": opening.filters.model_dump_json(exclude_defaults=True),
        "state": "asking",
        "lease_until": lease_until,
        "sources": "[]",
        "asked_at": opening.asked_at,
        "escalations": 0,
        "note": "",
    }


def turn_of(row: Mapping[str, Any]) -> Turn:
    """The turn that a row holds."""
    opening = Opening(
        UUID(row["id"]),
        row["tenant"],
        UUID(row["conversation_id"]),
        row["asker"],
        row["question"],
        row["language"],
        Filtering.model_validate_json(row["filters"]),
        row["asked_at"],
    )
    answer, decision = row["answer"], row["decision"]
    return Turn(
        opening=opening,
        standalone=row["standalone"],
        state=row["state"],
        lease_until=row["lease_until"],
        answer=Answer.model_validate_json(answer) if answer else None,
        sources=SOURCES.validate_json(row["sources"]),
        remembered=row["remembered"],
        answered_at=row["answered_at"],
        seconds=row["seconds"],
        escalations=row["escalations"],
        escalation=row["escalation"],
        escalated_at=row["escalated_at"],
        decision=QuestionDecided.model_validate_json(decision) if decision else None,
        decided_at=row["decided_at"],
        verdict=row["verdict"],
        note=row["note"],
    )


def sources_as_text(sources: tuple[Source, ...]) -> str:
    """As `turn_of` reads them."""
    return json.dumps([one.model_dump(mode="json") for one in sources], ensure_ascii=False)
