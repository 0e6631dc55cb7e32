"""POST /v1/reviews/{document_id}/...: what reviewers do."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from winnow.web.problems import responses
from winnow_review.deciding import decided, publish_stored
from winnow_review.desk import OurDesk, Reviewer
from winnow_review.queue import Claim
from winnow_review.views import ClaimRequest, DecisionRequest, ReviewView, review_view

router = APIRouter(prefix="/v1/reviews/{document_id}", tags=["decisions"])
PROBLEMS = responses(400, 401, 403, 404, 409, 413, 422, 503)


@router.post("/claim", response_model=ReviewView, responses=PROBLEMS)
async def claim(
    desk: OurDesk, document_id: UUID, who: Reviewer, body: ClaimRequest
) -> dict[str, Any]:
    """Hold a document, so that nobody else decides it; again to hold it longer."""
    lease = timedelta(seconds=body.lease_seconds or desk.lease)
    held = await desk.queue.claim(who.tenant, str(document_id), Claim(who.name, lease))
    return review_view(held)


@router.post("/release", response_model=ReviewView, responses=PROBLEMS)
async def release(desk: OurDesk, document_id: UUID, who: Reviewer) -> dict[str, Any]:
    """Let go of a document."""
    return review_view(await desk.queue.release(who.tenant, str(document_id), who.name))


@router.post("/decide", response_model=ReviewView, responses=PROBLEMS)
async def decide(
    desk: OurDesk, document_id: UUID, who: Reviewer, body: DecisionRequest
) -> dict[str, Any]:
    """Approve (with corrections), reject, or name the right recipe.

    409 `stale_revision` if the document has changed, `claimed` if another holds it,
    `open_flags` with the pointers if values in doubt are undecided and not signed off.
    """
    identity = str(document_id)
    item = await desk.queue.open_for(who.tenant, identity, who.name, body.revision)
    extraction = await desk.extraction(item["requested"])
    event = decided(item["requested"], extraction, body, who.name, desk.recipes)
    await desk.queue.decide(event)
    await publish_stored(desk.queue, desk.publisher)
    return review_view(await desk.queue.find(who.tenant, identity))
