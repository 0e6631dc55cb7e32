"""Errors over HTTP as problem documents (RFC 9457)."""

import math
from collections.abc import Callable, Mapping
from functools import partial
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
LONGEST: Final = 2000  # characters of a detail


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
        self,
        status: int,
        reason: str,
        detail: str,
        pointers: list[str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.reason = reason
        self.detail = detail
        self.pointers = pointers
        self.headers = headers or {}


def install(web: FastAPI) -> None:
    """Answer every error of the app with a problem document; none ever holds a stack."""
    web.add_exception_handler(ProblemError, _on_problem)
    web.add_exception_handler(RejectedError, _on_rejected)
    web.add_exception_handler(UnreachableError, _on_unreachable)
    web.add_exception_handler(RequestValidationError, _on_invalid)
    web.add_exception_handler(HTTPException, _on_http)
    web.add_exception_handler(Exception, _on_surprise)
    web.openapi = partial(_described, web.openapi)  # type: ignore[method-assign]


def _described(openapi: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    described = openapi()
    schemas = described.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema()
    return described


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problem answers of a route, for its OpenAPI description."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": schema, "example": _example(status)}},
        }
        for status in statuses
    }


def _example(status: int) -> dict[str, Any]:
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}


def answer(
    status: int,
    detail: str,
    reason: str | None = None,
    pointers: list[str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """A problem document as a response."""
    problem = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=_sayable(detail),
        reason=reason,
        pointers=pointers,
    )
    return JSONResponse(
        problem.model_dump(exclude_none=True),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=dict(headers or {}),
    )


def _sayable(text: str) -> str:
    """Half a surrogate pair, which JSON may bring, has no UTF-8: it must not break the answer."""
    return text[:LONGEST].encode("utf-8", "replace").decode()


async def _on_problem(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ProblemError)
    return answer(error.status, error.detail, error.reason, error.pointers, error.headers)


async def _on_rejected(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RejectedError)
    return answer(STATUS.get(error.reason, 422), str(error), error.reason)


async def _on_unreachable(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, UnreachableError)
    log.warning("unavailable", error=str(error))
    headers = {"Retry-After": str(math.ceil(error.retry_after or RETRY_AFTER))}
    return answer(503, f"{error.what} did not answer", "unavailable", headers=headers)


async def _on_invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    told = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    return answer(422, "; ".join(told[:5]), "request_invalid")


async def _on_http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return answer(error.status_code, str(error.detail), headers=error.headers)


async def _on_surprise(_: Request, error: Exception) -> JSONResponse:
    log.error("surprise", exc_info=error)
    return answer(500, "a fault in Winnow; it was logged", "internal_error")
