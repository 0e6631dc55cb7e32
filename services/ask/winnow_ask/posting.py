"""POST /v1/questions: a question in, its answer out, at once or step by step."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Header
from sse_starlette.sse import EventSourceResponse

from winnow.errors import HeldError
from winnow.observability.logs import get_logger
from winnow.records.moment import now
from winnow.records.text import storable
from winnow.security.keys import Principal
from winnow.web.problems import ProblemError, responses
from winnow_ask.desk import Asker, Desk, OurDesk
from winnow_ask.language import language_of
from winnow_ask.news import ended
from winnow_ask.steps import STREAM, Steps
from winnow_ask.turn import Opening, Turn
from winnow_ask.views import QuestionAsked, QuestionView, question_view

log = get_logger(__name__)
router = APIRouter(prefix="/v1/questions", tags=["questions"])
EVENTS: Final = "text/event-stream"
Accept = Annotated[str, Header(include_in_schema=False)]


@router.post(
    "",
    response_model=QuestionView,
    responses={200: STREAM, **responses(400, 401, 403, 409, 413, 422, 503)},
)
async def ask(desk: OurDesk, who: Asker, asked: QuestionAsked, accept: Accept = "") -> Any:
    """Ask. The answer cites the documents, or says that they have none, or waits for a person.

    As server-sent events the steps come as they are done: `standalone`, `sources`, a `sentence`
    each, and at the end `answer`, which is all that is answered otherwise, or `error`, a problem.
    """
    opening = _opening(who, asked)
    if asked.stream or EVENTS in accept:
        return EventSourceResponse(_steps(desk, who, opening))
    return question_view(await asyncio.shield(_begun(desk, who, opening, Steps())))


async def _steps(desk: Desk, who: Principal, opening: Opening) -> AsyncIterator[dict[str, str]]:
    steps = Steps()
    task = _begun(desk, who, opening, steps)
    task.add_done_callback(lambda _: steps.end())
    async for step in steps:
        yield step
    yield await steps.last(task)


def _begun(desk: Desk, who: Principal, opening: Opening, steps: Steps) -> "asyncio.Task[Turn]":
    """The answering, which goes on when nobody listens any more."""
    task = asyncio.create_task(_answered(desk, who, opening, steps))
    desk.tasks.add(task)
    task.add_done_callback(partial(_ended, desk))
    return task


def _ended(desk: Desk, task: "asyncio.Task[Turn]") -> None:
    """Its asker may have left: what went wrong is noted here."""
    desk.tasks.discard(task)
    error = None if task.cancelled() else task.exception()
    if error is not None:
        log.warning("nothing came of a question", error=str(error))


async def _answered(desk: Desk, who: Principal, opening: Opening, steps: Steps) -> Turn:
    async def wait(id_: UUID) -> Turn:
        return await ended(desk, who, id_, lambda turn: turn.state != "asking")

    try:
        return await desk.asking.ask(who, opening, steps.tell, wait)
    except HeldError as error:
        headers = {"Retry-After": str(max(1, round(error.retry_after)))}
        raise ProblemError(503, "held", str(error), headers=headers) from error


def _opening(who: Principal, asked: QuestionAsked) -> Opening:
    question = storable(asked.question).strip()
    if not question:
        raise ProblemError(422, "request_invalid", "question: there is no word in it")
    return Opening(
        asked.id or uuid4(),
        who.tenant,
        asked.conversation_id or uuid4(),
        who.name,
        question,
        language_of(question),
        asked.filters,
        now(),
    )
