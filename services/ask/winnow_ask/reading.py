"""GET /v1/questions/{id} and /v1/conversations/{id}: what was asked, and what became of it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from winnow.web.problems import responses
from winnow_ask.desk import Asker, OurDesk
from winnow_ask.views import ConversationView, QuestionView, question_view

router = APIRouter(prefix="/v1", tags=["questions"])
Limit = Annotated[int, Query(ge=1, le=500, description="The last so many questions.")]


@router.get("/questions/{question_id}", responses=responses(401, 403, 404, 422, 503))
async def question(desk: OurDesk, who: Asker, question_id: UUID) -> QuestionView:
    """A question of yours, with the person's answer when it came."""
    return question_view(await desk.turns.find(who, question_id))


@router.get("/conversations/{conversation_id}", responses=responses(401, 403, 422, 503))
async def conversation(
    desk: OurDesk, who: Asker, conversation_id: UUID, limit: Limit = 100
) -> ConversationView:
    """A conversation of yours; none is an empty one."""
    turns = await desk.turns.conversation(who, conversation_id, limit)
    questions = [question_view(one) for one in turns]
    return ConversationView(conversation_id=conversation_id, questions=questions)
