"""GET /v1/models and POST /v1/chat/completions over models that write forms."""

import hmac
import time
from collections.abc import Mapping
from typing import Annotated, Any, Final, Protocol
from uuid import uuid4

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from winnow.errors import MisconfiguredError, UnfillableError, UnreachableError
from winnow.llm.engine import Answer
from winnow.llm.forms import Schema
from winnow.llm.port import Prompt
from winnow.llm.serving.spoken import Request as Asked
from winnow.llm.serving.spoken import completion, prompt_of
from winnow.llm.serving.waiting import FullError, GoneError, Line, while_there

GONE: Final = 499  # nobody reads it; as nginx logs it


class Writer(Protocol):
    """A model that writes forms given as schemas."""

    async def write(self, schema: Schema, title: str, prompt: Prompt, max_tokens: int) -> Answer:
        """The form as it was written; errors are those of `Engine.answer`."""
        ...

    async def ready(self) -> None:
        """Raise UnreachableError if the model cannot be asked."""
        ...


def create_app(models: Mapping[str, Writer], *, most_waiting: int = 16, key: str = "") -> FastAPI:
    """The server of these models by their names; with a key, only for those who send it.

    More than `most_waiting` callers at once are told 429, and when to come again; a model without
    its weights 503.
    """
    app = FastAPI(title="winnow models serve", openapi_url=None)
    line = Line(most_waiting)

    def known(request: Request) -> None:
        sent = request.headers.get("authorization", "")
        if key and not hmac.compare_digest(sent.encode(), f"Bearer {key}".encode()):
            raise HTTPException(401, "the key is another")

    @app.get("/v1/models", dependencies=[Depends(known)])
    async def listed() -> Any:
        data = [{"id": name, "object": "model", "owned_by": "winnow"} for name in models]
        return {"object": "list", "data": data}

    @app.get("/healthz")
    async def healthz() -> Any:
        for model in models.values():
            await model.ready()
        return {"status": "ready"}

    @app.post("/v1/chat/completions", dependencies=[Depends(known)])
    async def chat(asked: Annotated[Asked, ...], request: Request) -> Any:
        if asked.model not in models:
            raise HTTPException(404, f"there is no model {asked.model}: {', '.join(models)}")
        async with line.place():
            answer = await while_there(request, _answer(models[asked.model], asked))
        called = f"chatcmpl-{uuid4().hex}"
        return completion(answer, asked.model, called, int(time.time()), logprobs=asked.logprobs)

    _tell_errors(app)
    return app


async def _answer(model: Writer, asked: Asked) -> Answer:
    form = asked.response_format.json_schema
    try:
        prompt = prompt_of(asked.messages)
    except ValueError as error:
        raise HTTPException(400, str(error)) from error
    return await model.write(form.strict_schema, form.name, prompt, asked.room)


def _tell_errors(app: FastAPI) -> None:
    """Errors in the shape that OpenAI's clients read."""
    statuses: dict[type[Exception], int] = {
        FullError: 429,
        GoneError: GONE,
        UnreachableError: 503,
        UnfillableError: 400,
        MisconfiguredError: 400,
        RequestValidationError: 400,
    }

    async def tell(_: Request, error: Exception) -> JSONResponse:
        status = next(code for kind, code in statuses.items() if isinstance(error, kind))
        headers = {"retry-after": "1"} if status in (429, 503) else None
        return _failure(status, str(error) or type(error).__name__, headers)

    async def tell_http(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        return _failure(error.status_code, str(error.detail), None)

    for kind in statuses:
        app.add_exception_handler(kind, tell)
    app.add_exception_handler(HTTPException, tell_http)


def _failure(status: int, message: str, headers: dict[str, str] | None) -> JSONResponse:
    body = {"error": {"message": message[:1000], "type": "error", "code": status}}
    return JSONResponse(body, status, headers=headers)
