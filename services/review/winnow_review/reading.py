"""GET /v1/reviews: the queue, and all that a reviewer needs of a document."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Path, Query, Response

from winnow.web.problems import ProblemError, responses
from winnow_review.desk import OurDesk, Reader
from winnow_review.ordering import Sought
from winnow_review.views import ReviewDetail, ReviewPage, held_view, row_view

router = APIRouter(prefix="/v1/reviews", tags=["queue"])
UNSEEN = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}


def _bytes(media_type: str, description: str) -> dict[int | str, dict[str, Any]]:
    schema = {"type": "string", "contentMediaType": media_type}
    return {200: {"description": description, "content": {media_type: {"schema": schema}}}}


@router.get("", response_model=ReviewPage, responses=responses(401, 403, 422, 503))
async def list_reviews(
    desk: OurDesk,
    who: Reader,
    state: Literal["pending", "disputed", "decided"] = "pending",
    recipe: Annotated[str | None, Query(pattern="^[a-z][a-z0-9_]{0,62}$")] = None,
    order: Literal["risk", "learning"] = "risk",
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> dict[str, Any]:
    """The queue: what has most at stake first, or what would teach most."""
    found, total = await desk.order.page(who, Sought(state, recipe, order, limit, offset))
    return {"reviews": [row_view(row) for row in found], "total": total}


@router.get(
    "/{document_id}", response_model=ReviewDetail, responses=responses(401, 403, 404, 422, 503)
)
async def show(desk: OurDesk, document_id: UUID, who: Reader) -> dict[str, Any]:
    """A document: why it is here, its values with their evidence, its pages, what was decided."""
    held = await desk.look(who, str(document_id))
    request = held.item.request
    parsed = await desk.parsed(request)
    return {
        **held_view(held),
        "source": request.source,
        "extraction": await desk.extraction(request),
        "summary": request.summary,
        "confidences": request.confidences,
        "thresholds": request.thresholds,
        "fields": held.item.fields,
        "decided": held.item.decided,
        "opinions": held.item.opinions,
        "warnings": parsed.warnings,
        "hidden": parsed.hidden,
        "pages": [
            f"/v1/reviews/{document_id}/pages/{page.number}.png"
            for page in parsed.pages
            if page.image is not None
        ],
    }


@router.get(
    "/{document_id}/pages/{number}.png",
    response_class=Response,
    responses={
        **_bytes("image/png", "The page."),
        304: {"description": "The page is still as it was when it was kept."},
        **responses(401, 403, 404, 422, 503),
    },
)
async def page_image(
    desk: OurDesk,
    document_id: UUID,
    number: Annotated[int, Path(ge=1, le=10**6)],
    who: Reader,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The picture of a page. Browsers may keep it, but must ask before they show it again: who is
    signed out sees nothing more, and each look is in the log.
    """
    held = await desk.look(who, str(document_id), f"page {number}")
    pages = (await desk.parsed(held.item.request)).pages
    image = next((page.image for page in pages if page.number == number), None)
    if image is None:
        raise ProblemError(404, "page_unknown", f"there is no picture of page {number}")
    kept = {"ETag": f'"{image.sha256}"', "Cache-Control": "private, no-cache"}
    if kept["ETag"] in (if_none_match or ""):
        return Response(status_code=304, headers=kept)
    return Response(await desk.blobs.get(image), media_type="image/png", headers=kept)


@router.get(
    "/{document_id}/original",
    response_class=Response,
    responses={
        **_bytes("application/octet-stream", "The file as it came."),
        **responses(401, 403, 404, 422, 503),
    },
)
async def original(desk: OurDesk, document_id: UUID, who: Reader) -> Response:
    """The document as it was submitted, to be saved and never shown by the browser."""
    held = await desk.look(who, str(document_id), "original")
    raw = await desk.blobs.get(held.item.request.source.original)
    return Response(raw, media_type="application/octet-stream", headers=UNSEEN)
