"""What the review service answers and takes of questions, as models for OpenAPI."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from winnow.contracts.questions import Answer, QuestionDecided, Source, Turn
from winnow_review.questions.cases import HeldCase
from winnow_review.questions.ordering import Listed
from winnow_review.views import Body, RevisionRequest


class QuestionView(BaseModel):
    """A question that a person must answer."""

    question_id: str
    question: str = Field(description="As it was asked.")
    standalone: str = Field(description="Rewritten so that it can be read alone.")
    asker: str
    state: Literal["open", "decided"]
    reasons: list[str] = Field(description="Why a person is asked, worst first.")
    due_at: datetime
    claimed_by: str | None
    lease_until: datetime | None
    revision: int
    created_at: datetime


class QuestionDetail(QuestionView):
    """A question with all that is needed to answer it."""

    history: list[Turn] = Field(description="What was said before in the conversation.")
    sources: list[Source] = Field(description="What was found, best first.")
    draft: Answer | None = Field(description="What would have been answered.")
    decided: QuestionDecided | None = Field(description="The decision that stands.")
    decisions: list[QuestionDecided] = Field(description="All on this case, oldest first.")


class QuestionPage(BaseModel):
    """A part of the questions."""

    questions: list[QuestionView]
    total: int


class Cited(Body):
    """A span of a passage that was shown, in code points; or a citation of the draft."""

    document_id: UUID
    chunk: str = Field(max_length=500)
    start: int = Field(ge=0, le=10**9)
    end: int = Field(ge=0, le=10**9)


class AnswerRequest(RevisionRequest):
    """A person's decision on a question."""

    outcome: Literal["answered", "not_in_documents", "declined"]
    text: str = Field(default="", max_length=20_000, description="Needed for `answered`.")
    citations: list[Cited] = Field(default=[], max_length=100)
    note: str = Field(default="", max_length=10_000, description="Needed for `declined`.")
    uncited: bool = Field(default=False, description="Answered from elsewhere: cites nothing.")


def listed_view(one: Listed) -> dict[str, Any]:
    """A line of the queue as it is answered."""
    request, holder = one.request, one.lease.holder
    return {
        "question_id": str(request.document_id),
        "question": request.question,
        "standalone": request.standalone,
        "asker": request.asker,
        "state": one.state,
        "reasons": list(request.reasons),
        "due_at": request.due_at,
        "claimed_by": holder,
        "lease_until": one.lease.until if holder else None,
        "revision": one.revision,
        "created_at": request.occurred_at,
    }


def held_view(held: HeldCase) -> dict[str, Any]:
    """One question as it is answered."""
    case = held.case
    return listed_view(Listed(case.request, case.state, case.revision, held.lease))


def detail_view(held: HeldCase) -> dict[str, Any]:
    """One question with all that is needed to answer it."""
    case = held.case
    return {
        **held_view(held),
        "history": case.request.history,
        "sources": case.request.sources,
        "draft": case.request.draft,
        "decided": case.decided,
        "decisions": case.decisions,
    }
