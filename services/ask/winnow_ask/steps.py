"""The steps of an answer as server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, Final

from pydantic import BaseModel

from winnow.contracts.questions import AnswerSentence
from winnow.errors import RejectedError, UnreachableError
from winnow.observability.logs import get_logger
from winnow.web.problems import Problem, ProblemError
from winnow_ask.turn import Turn
from winnow_ask.views import question_view

log = get_logger(__name__)
EVENT: Final = {
    "type": "object",
    "description": "One server-sent event.",
    "properties": {
        "event": {"enum": ["standalone", "sources", "sentence", "answer", "error"]},
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "description": "standalone: `text`; sources: `sources`; sentence: a sentence with its "
            "citations; answer: the question as GET answers it; error: a problem document.",
        },
    },
    "required": ["event", "data"],
}
STREAM: Final[dict[str, Any]] = {
    "description": "The question with its answer; or its steps as server-sent events.",
    "content": {"text/event-stream": {"schema": EVENT}},
}
Told = dict[str, str]


class Steps:
    """Hears of steps by `tell` and hands them on, one after the other, until `end`."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Told | None] = asyncio.Queue()

    async def tell(self, step: str, made: Any) -> None:
        """A step ended; `Told` of answering."""
        self._queue.put_nowait({"event": step, "data": _data(step, made)})

    def end(self) -> None:
        """No more will come."""
        self._queue.put_nowait(None)

    async def __aiter__(self) -> AsyncIterator[Told]:
        while (step := await self._queue.get()) is not None:
            yield step

    async def last(self, task: "asyncio.Task[Turn]") -> Told:
        """How it ended: `answer`, or `error` with the problem that JSON would have got."""
        await asyncio.wait({task})
        match task.exception():
            case None:
                return answer(task.result())
            case ProblemError() as error:
                return _error(error.status, error.reason, error.detail)
            case RejectedError() as error:
                return _error(422, error.reason, str(error))
            case UnreachableError() as error:
                return _error(503, "unavailable", f"{error.what} did not answer")
            case surprise:
                log.error("surprise", exc_info=surprise)
                return _error(500, "internal_error", "a fault in Winnow; it was logged")


def answer(turn: Turn) -> Told:
    """A question as it stands."""
    return {"event": "answer", "data": question_view(turn).model_dump_json()}


def _error(status: int, reason: str, detail: str) -> Told:
    problem = Problem(title=reason.replace("_", " "), status=status, detail=detail, reason=reason)
    return {"event": "error", "data": problem.model_dump_json(exclude_none=True)}


def _data(step: str, made: Any) -> str:
    if isinstance(made, AnswerSentence):
        return made.model_dump_json()
    if step == "standalone":
        return json.dumps({"text": made}, ensure_ascii=False)
    listed = [one.model_dump(mode="json") if isinstance(one, BaseModel) else one for one in made]
    return json.dumps({step: listed}, ensure_ascii=False)
