"""The events that follow from a question. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from winnow.contracts.base import event_id_of
from winnow.contracts.questions import QuestionEscalated
from winnow.contracts.usage import UsageRecorded
from winnow_ask.turn import Turn

SERVICE: Final = "ask"
SHOWN: Final = 20  # earlier turns that the person is shown


def escalation(
    turn: Turn, reasons: Sequence[str], before: Sequence[Turn], due_at: datetime
) -> QuestionEscalated:
    """The request to a person, who is shown `before`; each new one of a question has its own id."""
    answer = turn.answer
    said = answer is not None and bool(answer.sentences)
    return QuestionEscalated(
        event_id=event_id_of(SERVICE, turn.id, f"escalated/{turn.escalations}"),
        document_id=turn.id,
        tenant=turn.opening.tenant,
        question=turn.opening.question,
        standalone=turn.standalone,
        history=tuple(one.as_history() for one in before),
        asker=turn.opening.asker,
        reasons=tuple(reasons),
        sources=turn.sources,
        draft=answer if said else None,
        due_at=due_at,
    )


def usage(turn: Turn) -> UsageRecorded:
    """What the models cost that answered it."""
    assert turn.answer is not None
    return UsageRecorded(
        event_id=event_id_of(SERVICE, turn.id, "usage"),
        document_id=turn.id,
        tenant=turn.opening.tenant,
        stage=SERVICE,
        calls=turn.answer.usage,
    )
