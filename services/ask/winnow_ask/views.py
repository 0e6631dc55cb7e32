"""What the ask service is sent and answers, as models for OpenAPI."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from winnow.contracts.questions import Answer, Citation, QuestionDecided, Source
from winnow_ask.filtering import Filtering
from winnow_ask.turn import State, Turn, Verdict

LONGEST = 8000  # characters of a question; the guardrails may allow less
LONGEST_NOTE = 2000


class QuestionAsked(BaseModel):
    """A question. Sent again under its `id`, it is not answered again."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(
        min_length=1, max_length=LONGEST, examples=["What does the contract say about notice?"]
    )
    id: UUID | None = Field(default=None, description="Made here where it is not given.")
    conversation_id: UUID | None = Field(
        default=None, description="Of your earlier question that this one follows up."
    )
    filters: Filtering = Filtering()
    stream: bool = Field(
        default=False, description="Server-sent events; as `Accept: text/event-stream`."
    )


class Feedback(BaseModel):
    """What the asker thinks of an answer; `down` asks a person."""

    model_config = ConfigDict(extra="forbid")

    verdict: Verdict
    note: str = Field(default="", max_length=LONGEST_NOTE)


class PersonView(BaseModel):
    """What a person answered."""

    reviewer: str
    outcome: Literal["answered", "not_in_documents", "declined"]
    text: str
    citations: tuple[Citation, ...]
    note: str
    decided_at: datetime


class QuestionView(BaseModel):
    """A question, and what became of it until now."""

    id: UUID
    conversation_id: UUID
    question: str
    standalone: str = Field(description="Rewritten so that it can be read alone.")
    filters: Filtering
    state: State = Field(
        description="asking, answered, waiting (for a person), decided (by a person), or erased "
        "(with a document that the answer rested on)."
    )
    answer: Answer | None
    sources: tuple[Source, ...]
    person: PersonView | None = None
    verdict: Verdict | None = None
    note: str = ""
    asked_at: datetime
    seconds: float | None = Field(description="From question to answer.")
    links: dict[str, str]


class ConversationView(BaseModel):
    """An asker's questions of one conversation, in the order they were asked."""

    conversation_id: UUID
    questions: list[QuestionView]


def question_view(turn: Turn) -> QuestionView:
    """A turn as it is answered."""
    opening = turn.opening
    here = f"/v1/questions/{turn.id}"
    conversation = f"/v1/conversations/{opening.conversation_id}"
    return QuestionView(
        id=turn.id,
        conversation_id=opening.conversation_id,
        question=opening.question,
        standalone=turn.standalone,
        filters=opening.filters,
        state=turn.state,
        answer=turn.answer,
        sources=turn.sources,
        person=_person(turn.decision) if turn.decision and turn.state == "decided" else None,
        verdict=turn.verdict,
        note=turn.note,
        asked_at=opening.asked_at,
        seconds=turn.seconds,
        links={"self": here, "events": f"{here}/events", "conversation": conversation},
    )


def _person(decision: QuestionDecided) -> PersonView:
    return PersonView(
        reviewer=decision.reviewer,
        outcome=decision.outcome,
        text=decision.text,
        citations=decision.citations,
        note=decision.note,
        decided_at=decision.occurred_at,
    )
