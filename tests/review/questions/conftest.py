"""Questions that are put on the desk as the ask service would."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from winnow.contracts.questions import (
    Answer,
    AnswerSentence,
    Citation,
    QuestionEscalated,
    Source,
    Turn,
)

LATER = datetime(2030, 1, 1, tzinfo=UTC)
CONTRACT = UUID("11111111-1111-4111-8111-111111111111")
TEXT = "The tenant may end the lease. Notice is three months 🍵 to the end of a quarter."
SOURCE = Source(
    document_id=CONTRACT, file_name="lease.pdf", chunk="c1", page=2, text=TEXT, score=0.9
)
CITED = Citation(
    document_id=CONTRACT,
    file_name="lease.pdf",
    chunk="c1",
    page=2,
    start=30,
    end=52,
    quote=TEXT[30:52],
)
DRAFT = Answer(
    outcome="escalated",
    sentences=(AnswerSentence(text="Notice is three months.", citations=(CITED,), support=0.61),),
    confidence=0.4,
    removed=("The landlord must agree.",),
)


def escalated(**changes: Any) -> QuestionEscalated:
    given: dict[str, Any] = {
        "document_id": uuid4(),
        "question": "And how long is it?",
        "standalone": "How long is the notice of the lease?",
        "history": (Turn(question="May the tenant leave?", answer="Yes, with notice."),),
        "asker": "zoe",
        "reasons": ("only 40% certain",),
        "sources": (SOURCE,),
        "draft": DRAFT,
        "due_at": LATER,
    }
    return QuestionEscalated(**{**given, **changes})


@pytest.fixture
def question() -> Callable[..., QuestionEscalated]:
    """A question about a lease, with changes."""
    return escalated


@pytest.fixture
def put(desk: Any) -> Callable[..., Awaitable[str]]:
    """Put a question on the desk; its address over HTTP."""

    async def put_(**changes: Any) -> str:
        event = escalated(**changes)
        await desk.desk.questions.cases.take_in(event)
        return f"/v1/questions/{event.document_id}"

    return put_


@pytest.fixture
def answer() -> dict[str, Any]:
    """A decision that cites what the draft cites."""
    cited = {"document_id": str(CONTRACT), "chunk": "c1", "start": 30, "end": 52}
    return {"revision": 0, "outcome": "answered", "text": "Three months.", "citations": [cited]}
