"""POST /v1/reviews/rebuild: what operators do to the desk as a whole."""

import json
from collections.abc import AsyncIterator
from functools import partial
from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from winnow.messaging.rereading import reread
from winnow.web.problems import responses
from winnow_review.desk import Desk, Operator, OurDesk
from winnow_review.questions.rebuilding import rebuild as rebuild_questions
from winnow_review.rebuilding import rebuild

router = APIRouter(tags=["queue"])
LINES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"application/x-ndjson": {"schema": {"type": "string"}}}}
}


@router.post(
    "/v1/reviews/rebuild",
    response_class=StreamingResponse,
    responses={**LINES, **responses(401, 403, 503)},
)
async def rebuild_desk(desk: OurDesk, _: Operator) -> StreamingResponse:
    """Make the desk anew from the topics; a line of JSON for each step, while all goes on."""
    return StreamingResponse(_lines(desk), media_type="application/x-ndjson")


async def _lines(desk: Desk) -> AsyncIterator[bytes]:
    read = partial(reread, desk.settings)
    for steps in (rebuild(desk.queue, read), rebuild_questions(desk.questions.cases, read)):
        async for step in steps:
            yield json.dumps(step).encode() + b"\n"
