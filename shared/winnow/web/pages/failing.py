"""Errors as pages for people; programs, under /v1, get the problem documents as before."""

import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from winnow.errors import RejectedError, UnreachableError
from winnow.web.headers import HEADERS
from winnow.web.pages.gate import Render
from winnow.web.problems import ProblemError

FAILURES: Final = (
    ProblemError,
    RejectedError,
    UnreachableError,
    RequestValidationError,
    HTTPException,
    Exception,
)
PROGRAMS: Final = ("/v1/", "/openapi.json")
JSON: Final = "application/json"  # all that our script accepts
Handler = Callable[[Request, Exception], Awaitable[Response]]


def install(web: FastAPI, render: Render) -> None:
    """After `winnow.web.problems.install`: show what it answers as a page, where people look."""
    for kind in FAILURES:
        told: Any = web.exception_handlers[kind]
        web.add_exception_handler(kind, partial(_shown, told, render))


async def _shown(tell: Handler, render: Render, request: Request, error: Exception) -> Response:
    answer = await tell(request, error)
    if not (request.url.path.startswith(PROGRAMS) or request.headers.get("Accept") == JSON):
        answer = _page(render, request, answer)
    for name, value in HEADERS.items():  # the answer to a fault of ours passes no middleware
        answer.headers.setdefault(name, value)
    return answer


def _page(render: Render, request: Request, answer: Response) -> Response:
    problem = json.loads(bytes(answer.body))
    if problem.get("reason") == "unauthenticated":
        return _to_sign_in(request)
    page = render(request, "problem.html", None, status=answer.status_code, problem=problem)
    if "Retry-After" in answer.headers:
        page.headers["Retry-After"] = answer.headers["Retry-After"]
    return page


def _to_sign_in(request: Request) -> Response:
    """The way in, and back to here; htmx must leave the page, not put a form into it."""
    if "HX-Request" in request.headers:
        return Response(status_code=401, headers={"HX-Redirect": "/sign-in"})
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = path if request.method == "GET" else "/"
    return RedirectResponse(f"/sign-in?{urlencode({'next': back})}", status_code=303)
