"""/v1/questions: the questions that people must answer, over HTTP."""

from datetime import timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from sse_starlette.sse import EventSourceResponse

from winnow.web.problems import ProblemError, responses
from winnow_review.desk import Desk, OurDesk, Reader, Reviewer
from winnow_review.news import STREAM
from winnow_review.questions.news import follow
from winnow_review.questions.ordering import Sought
from winnow_review.questions.views import (
    AnswerRequest,
    QuestionDetail,
    QuestionPage,
    QuestionView,
    detail_view,
    held_view,
    listed_view,
)
from winnow_review.views import ClaimRequest, RevisionRequest

router = APIRouter(prefix="/v1/questions", tags=["questions"])
PROBLEMS = responses(400, 401, 403, 404, 409, 413, 422, 503)


@router.get("", response_model=QuestionPage, responses=responses(401, 403, 422, 503))
async def list_questions(
    desk: OurDesk,
    who: Reader,
    state: Literal["open", "decided"] = "open",
    asker: Annotated[str | None, Query(max_length=200)] = None,
    overdue: bool = False,
    mine: bool = False,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> dict[str, Any]:
    """Questions that wait, what is due first; or those decided, the latest first."""
    sought = Sought(state, asker, overdue, mine, limit, offset)
    found, total = await desk.questions.order.page(who, sought)
    return {"questions": [listed_view(one) for one in found], "total": total}


@router.get(
    "/events",
    response_class=EventSourceResponse,
    responses={**STREAM, **responses(401, 403, 503)},
)
async def events(desk: OurDesk, who: Reader) -> EventSourceResponse:
    """What changes among the questions from now on. Has no end."""
    return EventSourceResponse(follow(desk, who.tenant))


@router.post("/next", response_model=QuestionView, responses=PROBLEMS)
async def claim_next(desk: OurDesk, who: Reviewer, body: ClaimRequest) -> dict[str, Any]:
    """Hold the question that is due first and free; 404 `queue_empty` if there is none."""
    found = await desk.questions.order.next(who, _lease(desk, body))
    if found is None:
        raise ProblemError(404, "queue_empty", "no question waits for you")
    return held_view(await desk.questions.cases.find(who, found))


@router.get(
    "/{question_id}", response_model=QuestionDetail, responses=responses(401, 403, 404, 422, 503)
)
async def show(desk: OurDesk, question_id: UUID, who: Reader) -> dict[str, Any]:
    """A question: why it is here, what was found, the draft, what was decided."""
    return detail_view(await desk.questions.cases.look(who, str(question_id)))


@router.post("/{question_id}/claim", response_model=QuestionView, responses=PROBLEMS)
async def claim(
    desk: OurDesk, question_id: UUID, who: Reviewer, body: ClaimRequest
) -> dict[str, Any]:
    """Hold a question, so that nobody else answers it; again to hold it longer."""
    return held_view(await desk.questions.claim(who, str(question_id), _lease(desk, body)))


@router.post("/{question_id}/release", response_model=QuestionView, responses=PROBLEMS)
async def release(desk: OurDesk, question_id: UUID, who: Reviewer) -> dict[str, Any]:
    """Let go of a question."""
    return held_view(await desk.questions.release(who, str(question_id)))


@router.post("/{question_id}/decide", response_model=QuestionView, responses=PROBLEMS)
async def decide(
    desk: OurDesk, question_id: UUID, who: Reviewer, body: AnswerRequest
) -> dict[str, Any]:
    """Answer the question, say that the documents do not, or decline.

    409 `stale_revision` if it has changed, `claimed` if another holds it, `already_decided`,
    `citation_missing` for an answer that cites nothing and does not say `uncited`.
    """
    return held_view(await desk.questions.decide(who, str(question_id), body))


@router.post("/{question_id}/reopen", response_model=QuestionView, responses=PROBLEMS)
async def reopen(
    desk: OurDesk, question_id: UUID, who: Reviewer, body: RevisionRequest
) -> dict[str, Any]:
    """Hold a decided question, to decide it anew; the decision stands until the next one.

    Its reviewer and adjudicators may; 409 `not_decided`, `stale_revision`, `claimed`.
    """
    lease = timedelta(seconds=desk.settings.review_lease)
    return held_view(await desk.questions.reopen(who, str(question_id), body.revision, lease))


def _lease(desk: Desk, body: ClaimRequest) -> timedelta:
    return timedelta(seconds=body.lease_seconds or desk.settings.review_lease)
