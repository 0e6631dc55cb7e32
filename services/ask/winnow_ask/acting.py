"""POST .../feedback and .../escalate: what the asker thinks of an answer."""

from uuid import UUID

from fastapi import APIRouter

from winnow.records.text import storable
from winnow.web.problems import responses
from winnow_ask.desk import Asker, OurDesk
from winnow_ask.views import Feedback, QuestionView, question_view

router = APIRouter(prefix="/v1/questions", tags=["questions"])
REFUSED = responses(400, 401, 403, 404, 409, 422, 503)


@router.post("/{question_id}/feedback", responses=REFUSED)
async def judge(desk: OurDesk, who: Asker, question_id: UUID, told: Feedback) -> QuestionView:
    """Say whether the answer was good; `down` asks a person, and the note goes with it."""
    note = storable(told.note).strip()
    return question_view(await desk.asking.judge(who, question_id, told.verdict, note))


@router.post("/{question_id}/escalate", responses=REFUSED)
async def escalate(desk: OurDesk, who: Asker, question_id: UUID) -> QuestionView:
    """Ask a person. Where one is asked already, nothing changes."""
    return question_view(await desk.asking.escalate(who, question_id))
