"""Errors over HTTP as problem documents (RFC 9457)."""

from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from winnow.errors import RejectedError, UnreachableError
from winnow.observability.logs import get_logger
from winnow.reasons import Reason

log = get_logger(__name__)
MEDIA_TYPE: Final = "application/problem+json"
STATUS: Final[dict[Reason, int]] = {
    "file_too_large": 413,
    "file_unsupported": 415,
    "file_mistyped": 415,
    "blob_missing": 404,
}
RETRY_AFTER: Final = 5  # seconds


class Problem(BaseModel):
    """An RFC 9457 problem document."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    reason: str | None = Field(default=None, description="A name that programs may key on.")
    pointers: list[str] | None = Field(default=None, description="JSON Pointers it is about.")


class ProblemError(Exception):
    """An HTTP error with a reason that programs may key on."""

    def __init__(
        self, status: int, reason: str, detail: str, pointers: list[str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.reason = reason
        self.detail = detail
        self.pointers = pointers


def install(web: FastAPI) -> None:
    """Answer every error of the app with a problem document; none ever holds a stack."""
    web.add_exception_handler(ProblemError, _on_problem)
    web.add_exception_handler(RejectedError, _on_rejected)
    web.add_exception_handler(UnreachableError, _on_unreachable)
    web.add_exception_handler(RequestValidationError, _on_invalid)
    web.add_exception_handler(HTTPException, _on_http)
    web.add_exception_handler(Exception, _on_surprise)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problem answers of a route, for its OpenAPI description."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"description": HTTPStatus(status).phrase, "model": Problem, "content": content}
        for status in statuses
    }


def answer(
    status: int, detail: str, reason: str | None = None, pointers: list[str] | None = None
) -> JSONResponse:
    """A problem document as a response."""
    problem = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        reason=reason,
        pointers=pointers,
    )
    headers = {"Retry-After": str(RETRY_AFTER)} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return JSONResponse(
        problem.model_dump(exclude_none=True),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


async def _on_problem(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ProblemError)
    return answer(error.status, error.detail, error.reason, error.pointers)


async def _on_rejected(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RejectedError)
    return answer(STATUS.get(error.reason, 422), str(error), error.reason)


async def _on_unreachable(_: Request, error: Exception) -> JSONResponse:
    return answer(503, str(error), "unavailable")


async def _on_invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    told = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    return answer(422, "; ".join(told[:5]), "request_invalid")


async def _on_http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    made = answer(error.status_code, str(error.detail))
    made.headers.update(error.headers or {})
    return made


async def _on_surprise(_: Request, error: Exception) -> JSONResponse:
    log.error("surprise", exc_info=error)
    return answer(500, "a fault in Winnow; it was logged", "internal_error")
