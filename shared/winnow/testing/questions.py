"""Questions as the ask service escalates them: about a lease, with a draft and passages."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from winnow.contracts.questions import (
    Answer,
    AnswerSentence,
    Citation,
    QuestionEscalated,
    Source,
    Turn,
)

LEASE: Final = UUID("11111111-1111-4111-8111-111111111111")
PASSAGE: Final = "The tenant may end the lease. Notice is three months 🍵 to the end of a quarter."
NOTICE: Final = (30, 52)  # where "Notice is three months" stands in it, in code points


def passage(text: str = PASSAGE, chunk: str = "c1", page: int = 2, score: float = 0.9) -> Source:
    """A passage of the lease."""
    return Source(
        document_id=LEASE, file_name="lease.pdf", chunk=chunk, page=page, text=text, score=score
    )


def citation(source: Source, start: int, end: int) -> Citation:
    """Of the words that stand there."""
    return Citation(
        document_id=source.document_id,
        file_name=source.file_name,
        chunk=source.chunk,
        page=source.page,
        start=start,
        end=end,
        quote=source.text[start:end],
    )


def draft(source: Source, start: int, end: int) -> Answer:
    """One sentence that cites that span, and one that was taken out."""
    told = "Notice is three months."
    kept = AnswerSentence(text=told, citations=(citation(source, start, end),), support=0.61)
    return Answer(
        outcome="escalated",
        sentences=(kept,),
        confidence=0.4,
        removed=("The landlord must agree.",),
    )


def escalated(**changes: Any) -> QuestionEscalated:
    """The event, with changes."""
    given: dict[str, Any] = {
        "document_id": uuid4(),
        "question": "And how long is it?",
        "standalone": "How long is the notice of the lease?",
        "history": (Turn(question="May the tenant leave?", answer="Yes, with notice."),),
        "asker": "zoe",
        "reasons": ("only 40% certain",),
        "sources": (passage(),),
        "draft": draft(passage(), *NOTICE),
        "due_at": datetime(2030, 1, 1, tzinfo=UTC),
    }
    return QuestionEscalated(**{**given, **changes})
