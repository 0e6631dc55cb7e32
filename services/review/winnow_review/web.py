"""The review service's HTTP interface."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, Path, Query, Response

from winnow import __version__
from winnow.contracts.evidence import Extraction
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.reviews import ReviewRequested
from winnow.messaging.port import Publisher
from winnow.recipes.recipe import Recipe
from winnow.security.keys import Doorkeeper, Principal, Role
from winnow.storage.port import BlobStore
from winnow.web.problems import ProblemError, install, responses
from winnow_review.deciding import decided, publish_stored
from winnow_review.queue import Claim, Queue
from winnow_review.views import (
    ClaimRequest,
    DecisionRequest,
    ReviewDetail,
    ReviewPage,
    ReviewView,
    review_view,
)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that a request may touch."""

    queue: Queue
    blobs: BlobStore
    publisher: Publisher
    recipes: dict[str, Recipe]
    doorkeeper: Doorkeeper
    lease: int


def create_web(desk: Desk) -> FastAPI:
    """The FastAPI app."""
    web = FastAPI(
        title="Winnow review",
        version=__version__,
        description="The queue of documents that a person must look at.",
        license_info={"name": "Apache-2.0"},
    )
    install(web)
    web.include_router(_reading(desk))
    web.include_router(_writing(desk))
    return web


def _reading(desk: Desk) -> APIRouter:
    router = APIRouter(prefix="/v1/reviews", tags=["queue"])
    reviewer = Depends(desk.doorkeeper.requires(Role.REVIEWER))

    @router.get("", response_model=ReviewPage, responses=responses(401, 403, 422, 503))
    async def list_reviews(
        who: Annotated[Principal, reviewer],
        state: Literal["pending", "decided"] = "pending",
        recipe: str | None = None,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
        offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    ) -> dict[str, Any]:
        """The queue, what has most at stake first."""
        found, total = await desk.queue.page(who.tenant, state, recipe, limit, offset)
        return {"reviews": [review_view(item) for item in found], "total": total}

    @router.get(
        "/{document_id}", response_model=ReviewDetail, responses=responses(401, 403, 404, 422, 503)
    )
    async def show(document_id: UUID, who: Annotated[Principal, reviewer]) -> dict[str, Any]:
        """A document: why it is here, its values with their evidence, its pages."""
        item = await desk.queue.find(who.tenant, str(document_id))
        request: ReviewRequested = item["requested"]
        return {
            **review_view(item),
            "source": request.source,
            "extraction": await _extraction(desk, request),
            "summary": request.summary,
            "pages": [
                f"/v1/reviews/{document_id}/pages/{number}.png"
                for number in range(1, request.source.pages + 1)
            ],
        }

    @router.get(
        "/{document_id}/pages/{number}.png",
        response_class=Response,
        responses={
            200: {"description": "The page as PNG.", "content": {"image/png": {}}},
            **responses(401, 403, 404, 422, 503),
        },
    )
    async def page_image(
        document_id: UUID,
        number: Annotated[int, Path(ge=1, le=10**6)],
        who: Annotated[Principal, reviewer],
    ) -> Response:
        """The picture of a page."""
        item = await desk.queue.find(who.tenant, str(document_id))
        raw = await desk.blobs.get(item["requested"].source.parsed)
        parsed = ParsedDocument.model_validate_json(raw)
        images = {page.number: page.image for page in parsed.pages}
        image = images.get(number)
        if image is None:
            raise ProblemError(404, "page_unknown", f"there is no picture of page {number}")
        return Response(await desk.blobs.get(image), media_type="image/png")

    @router.get(
        "/{document_id}/original",
        response_class=Response,
        responses={
            200: {
                "description": "The file as it came.",
                "content": {"application/octet-stream": {}},
            },
            **responses(401, 403, 404, 422, 503),
        },
    )
    async def original(document_id: UUID, who: Annotated[Principal, reviewer]) -> Response:
        """The document as it was submitted, to be saved and never shown by the browser."""
        item = await desk.queue.find(who.tenant, str(document_id))
        headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
        raw = await desk.blobs.get(item["requested"].source.original)
        return Response(raw, media_type="application/octet-stream", headers=headers)

    return router


def _writing(desk: Desk) -> APIRouter:
    router = APIRouter(prefix="/v1/reviews/{document_id}", tags=["decisions"])
    reviewer = Depends(desk.doorkeeper.requires(Role.REVIEWER))
    problems = responses(401, 403, 404, 409, 422, 503)

    @router.post("/claim", response_model=ReviewView, responses=problems)
    async def claim(
        document_id: UUID, who: Annotated[Principal, reviewer], body: ClaimRequest
    ) -> dict[str, Any]:
        """Hold a document, so that nobody else decides it; again to hold it longer."""
        lease = timedelta(seconds=body.lease_seconds or desk.lease)
        held = await desk.queue.claim(who.tenant, str(document_id), Claim(who.name, lease))
        return review_view(held)

    @router.post("/release", response_model=ReviewView, responses=problems)
    async def release(document_id: UUID, who: Annotated[Principal, reviewer]) -> dict[str, Any]:
        """Let go of a document."""
        return review_view(await desk.queue.release(who.tenant, str(document_id), who.name))

    @router.post("/decide", response_model=ReviewView, responses=problems)
    async def decide(
        document_id: UUID, who: Annotated[Principal, reviewer], body: DecisionRequest
    ) -> dict[str, Any]:
        """Approve (with corrections), reject, or name the right recipe.

        409 `stale_revision` if the document has changed, `claimed` if another holds it,
        `open_flags` with the pointers if values in doubt are undecided and not signed off.
        """
        item = await desk.queue.find(who.tenant, str(document_id))
        request: ReviewRequested = item["requested"]
        extraction = await _extraction(desk, request)
        event = decided(request, extraction, body, who.name, desk.recipes)
        await desk.queue.decide(event)
        await publish_stored(desk.queue, desk.publisher)
        return review_view(await desk.queue.find(who.tenant, str(document_id)))

    return router


async def _extraction(desk: Desk, request: ReviewRequested) -> Extraction:
    return Extraction.model_validate_json(await desk.blobs.get(request.extraction))
