"""GET /v1/questions/{id}/events: a question as it changes, until it is done."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter
from sse_starlette.sse import EventSourceResponse

from winnow.errors import UnreachableError
from winnow.observability.logs import get_logger
from winnow.security.keys import Principal
from winnow.web.problems import ProblemError, responses
from winnow_ask import steps
from winnow_ask.desk import Asker, Desk, OurDesk
from winnow_ask.turn import Turn

log = get_logger(__name__)
router = APIRouter(prefix="/v1/questions", tags=["questions"])
LOOKS: Final = 1.0  # seconds between two looks
STREAM: Final[dict[int | str, dict[str, Any]]] = {200: steps.STREAM}
OPEN: Final = ("asking", "waiting")


@router.get(
    "/{question_id}/events",
    response_class=EventSourceResponse,
    responses={**STREAM, **responses(401, 403, 404, 422, 503)},
)
async def events(desk: OurDesk, who: Asker, question_id: UUID) -> EventSourceResponse:
    """The question as it stands, as an event `answer`, and again whenever it changes.

    Ends when nobody is asked any more: with the person's answer, if a person was asked.
    """
    await desk.turns.find(who, question_id)
    return EventSourceResponse(follow(desk, who, question_id))


async def follow(desk: Desk, who: Principal, id_: UUID) -> AsyncIterator[dict[str, str]]:
    """The turn each time it is another than before, until it is done or the service closes."""
    last = None
    while not desk.closing.is_set():
        try:
            turn = await desk.turns.find(who, id_)
        except UnreachableError as error:  # who listens waits with us
            log.warning("news wait", error=str(error))
        else:
            if turn != last:
                yield steps.answer(turn)
            if turn.state not in OPEN:
                return
            last = turn
        await _pause(desk)


async def ended(desk: Desk, who: Principal, id_: UUID, done: Callable[[Turn], bool]) -> Turn:
    """The turn as soon as it is so; ProblemError 409 `not_ready` where the service closes."""
    while not desk.closing.is_set():
        turn = await desk.turns.find(who, id_)
        if done(turn):
            return turn
        await _pause(desk)
    raise ProblemError(409, "not_ready", "the question is still being answered; ask again")


async def _pause(desk: Desk) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(desk.closing.wait(), LOOKS)
