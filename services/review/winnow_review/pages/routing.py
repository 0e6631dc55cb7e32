"""What a page that stays is told when the desk cannot do what was asked: a banner."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from winnow.errors import RejectedError, UnreachableError
from winnow.web.problems import ProblemError
from winnow_review.pages.rendering import render
from winnow_review.sheet.writing import shown


class PageRoute(APIRoute):
    """A route whose problems are put into the page that htmx asked from, with their status.

    All that was typed there stays. Whole pages, and the way to sign in, are
    `winnow.web.pages.failing`'s.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def told(request: Request) -> Response:
            if not asks_for_part(request):
                return await handle(request)
            try:
                return await handle(request)
            except ProblemError as error:
                if error.status == 401:
                    raise
                return _banner(request, error.status, error.reason, error.detail, error.pointers)
            except RejectedError as error:
                return _banner(request, 422, error.reason, str(error))
            except UnreachableError as error:
                told = f"{error.what} did not answer; nothing was changed. Try again."
                return _banner(request, 503, "unavailable", told)

        return told


def asks_for_part(request: Request) -> bool:
    """Whether htmx asks, which puts parts into a page that stays."""
    return request.headers.get("HX-Request") == "true"


def _banner(
    request: Request, status: int, reason: str, detail: str, pointers: list[str] | None = None
) -> Response:
    document, question = (request.path_params.get(one) for one in ("document_id", "question_id"))
    answer = render(
        request,
        "parts/refused.html",
        None,
        status=status,
        reason=reason,
        detail=shown(detail),
        pointers=[shown(one) for one in pointers or ()],
        back=f"/documents/{document}" if document else f"/questions/{question or ''}",
    )
    answer.headers["HX-Reswap"] = "none"  # the banner finds its own place
    return answer
