"""GET /documents/{id}: the page on which a person clears a document, and parts of it."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from winnow.contracts.reviews import ReasonCode
from winnow.web.problems import ProblemError
from winnow_review.desk import Desk, OurDesk
from winnow_review.pages.entering import ReaderHere
from winnow_review.pages.opened import (
    ROWS,
    Looks,
    Opened,
    last_decided,
    open_document,
    opened,
)
from winnow_review.pages.past import past_of
from winnow_review.pages.rendering import render
from winnow_review.pages.routing import PageRoute
from winnow_review.sheet.sheet import flagged_order
from winnow_review.sheet.telling import REASONS
from winnow_review.sheet.writing import LONGEST, cut, percent, shown, typable, written

router = APIRouter(route_class=PageRoute, include_in_schema=False)
COOKIE = "winnow_sort"
YEAR = 365 * 24 * 3600  # seconds
SortBy = Annotated[Literal["weakest", "document"] | None, Query()]
MostRows = Annotated[int, Query(ge=1, le=100_000)]


@router.get("/documents/{document_id}")
async def show(
    request: Request,
    desk: OurDesk,
    who: ReaderHere,
    document_id: UUID,
    sort: SortBy = None,
    rows: MostRows = ROWS,
    cell: Annotated[str | None, Query(max_length=500)] = None,
    last: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """The page; looking takes no claim and writes nothing."""
    looks = Looks(sort or sort_of(request), rows, cell)
    page = await opened(desk, who, await desk.look(who, str(document_id)), looks)
    answer = await whole(request, desk, page, last=await last_decided(desk, who, last))
    if sort is not None:
        answer.set_cookie(COOKIE, sort, max_age=YEAR, httponly=True, samesite="lax")
    return answer


@router.get("/documents/{document_id}/cell")
async def show_cell(
    request: Request,
    desk: OurDesk,
    who: ReaderHere,
    document_id: UUID,
    cell: Annotated[str, Query(max_length=500)],
) -> Response:
    """One cell of a table, opened to be decided."""
    page = await open_document(desk, who, str(document_id), Looks(sort_of(request), opened=cell))
    if cell not in page.sheet.cells:
        raise ProblemError(404, "cell_unknown", "the document has no such value")
    return part(request, page, "parts/opened.html", one=page.sheet.cells[cell])


@router.get("/documents/{document_id}/table")
async def show_table(
    request: Request,
    desk: OurDesk,
    who: ReaderHere,
    document_id: UUID,
    pointer: Annotated[str, Query(max_length=500)],
    rows: MostRows = ROWS,
) -> Response:
    """A table with so many rows."""
    page = await open_document(desk, who, str(document_id), Looks(sort_of(request), rows))
    if pointer not in page.tables:
        raise ProblemError(404, "table_unknown", "the document has no such list")
    return part(request, page, "parts/more.html", table=page.tables[pointer])


async def whole(
    request: Request, desk: Desk, page: Opened, *, status: int = 200, last: Opened | None = None
) -> Response:
    """The whole page of a document."""
    past = await past_of(desk, page.held, page.who, page.extraction)
    told = {"desk_recipes": desk.recipes, "last": last, "past": past}
    return part(request, page, "document.html", status=status, **told)


def part(request: Request, page: Opened, template: str, **told: Any) -> Response:
    """A part of the page, with the words that its templates need."""
    words: dict[str, Any] = {
        "cut": cut,
        "flagged_order": flagged_order,
        "longest": LONGEST,
        "percent": percent,
        "reasons": {code: REASONS[code] for code in ReasonCode},
        "shown": shown,
        "typable": typable,
        "written": written,
    }
    return render(request, template, page.who, page=page, **words, **told)


def sort_of(request: Request) -> Literal["weakest", "document"]:
    """The order that the person chose last."""
    return "document" if request.cookies.get(COOKIE) == "document" else "weakest"
