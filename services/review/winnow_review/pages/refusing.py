"""What people see when the desk cannot do what they asked: a page, or a banner on theirs."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from winnow.errors import RejectedError, UnreachableError
from winnow.web.problems import ProblemError
from winnow_review.pages.rendering import render
from winnow_review.sheet.writing import shown


class PageRoute(APIRoute):
    """A route whose problems are told in HTML, with the status that they have.

    401 is left to whoever sends people to sign in.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def told(request: Request) -> Response:
            try:
                return await handle(request)
            except ProblemError as error:
                if error.status == 401:
                    raise
                return refused(request, error.status, error.reason, error.detail)
            except RequestValidationError:
                return refused(request, 404, "page_unknown", "there is no such page")
            except RejectedError as error:
                return refused(request, 422, error.reason, str(error))
            except UnreachableError as error:
                told = f"{error.what} did not answer; nothing was changed. Try again."
                return refused(request, 503, "unavailable", told)

        return told


def asks_for_part(request: Request) -> bool:
    """Whether htmx asks, which puts parts into a page that stays."""
    return request.headers.get("HX-Request") == "true"


def refused(request: Request, status: int, reason: str, detail: str) -> Response:
    """A banner in the page that asked, which keeps all that was typed; else a page."""
    template = "parts/refused.html" if asks_for_part(request) else "refused.html"
    back = request.url.path if request.method == "GET" else _document(request)
    told = {"reason": reason, "detail": shown(detail), "back": back, "refused_status": status}
    return render(request, template, None, status=status, **told)


def _document(request: Request) -> str:
    document = request.path_params.get("document_id")
    return f"/documents/{document}" if document else "/"
