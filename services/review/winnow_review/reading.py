"""GET /v1/reviews: the queue, and all that a reviewer needs of a document."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from winnow.contracts.base import Record
from winnow.contracts.parsed import Page
from winnow.contracts.reviews import ReviewRequested
from winnow.web.problems import ProblemError, responses
from winnow_review.desk import Desk, OurDesk, Reviewer
from winnow_review.views import ReviewDetail, ReviewPage, review_view

router = APIRouter(prefix="/v1/reviews", tags=["queue"])
UNSEEN = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}


class Pictures(Record):
    """Of a ParsedDocument only its pages: its words are many."""

    pages: tuple[Page, ...]


def _bytes(media_type: str, description: str) -> dict[int | str, dict[str, Any]]:
    schema = {"type": "string", "contentMediaType": media_type}
    return {200: {"description": description, "content": {media_type: {"schema": schema}}}}


@router.get("", response_model=ReviewPage, responses=responses(401, 403, 422, 503))
async def list_reviews(
    desk: OurDesk,
    who: Reviewer,
    state: Literal["pending", "decided"] = "pending",
    recipe: Annotated[str | None, Query(pattern="^[a-z][a-z0-9_]{0,62}$")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> dict[str, Any]:
    """The queue, what has most at stake first."""
    found, total = await desk.queue.page(who.tenant, state, recipe, limit, offset)
    return {"reviews": [review_view(item) for item in found], "total": total}


@router.get(
    "/{document_id}", response_model=ReviewDetail, responses=responses(401, 403, 404, 422, 503)
)
async def show(desk: OurDesk, document_id: UUID, who: Reviewer) -> dict[str, Any]:
    """A document: why it is here, its values with their evidence, its pages."""
    item = await desk.queue.find(who.tenant, str(document_id))
    request: ReviewRequested = item["requested"]
    return {
        **review_view(item),
        "source": request.source,
        "extraction": await desk.extraction(request),
        "summary": request.summary,
        "pages": [
            f"/v1/reviews/{document_id}/pages/{page.number}.png"
            for page in await _pages(desk, request)
            if page.image is not None
        ],
    }


@router.get(
    "/{document_id}/pages/{number}.png",
    response_class=Response,
    responses={**_bytes("image/png", "The page."), **responses(401, 403, 404, 422, 503)},
)
async def page_image(
    desk: OurDesk, document_id: UUID, number: Annotated[int, Path(ge=1, le=10**6)], who: Reviewer
) -> Response:
    """The picture of a page."""
    item = await desk.queue.find(who.tenant, str(document_id))
    images = {page.number: page.image for page in await _pages(desk, item["requested"])}
    image = images.get(number)
    if image is None:
        raise ProblemError(404, "page_unknown", f"there is no picture of page {number}")
    return Response(await desk.blobs.get(image), media_type="image/png")


@router.get(
    "/{document_id}/original",
    response_class=Response,
    responses={
        **_bytes("application/octet-stream", "The file as it came."),
        **responses(401, 403, 404, 422, 503),
    },
)
async def original(desk: OurDesk, document_id: UUID, who: Reviewer) -> Response:
    """The document as it was submitted, to be saved and never shown by the browser."""
    item = await desk.queue.find(who.tenant, str(document_id))
    raw = await desk.blobs.get(item["requested"].source.original)
    return Response(raw, media_type="application/octet-stream", headers=UNSEEN)


async def _pages(desk: Desk, request: ReviewRequested) -> tuple[Page, ...]:
    raw = await desk.blobs.get(request.source.parsed)
    return Pictures.model_validate_json(raw).pages
