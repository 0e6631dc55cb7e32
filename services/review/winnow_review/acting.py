"""POST /v1/reviews/...: what reviewers do."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends

from winnow.security.door import require
from winnow.security.keys import Principal, Role
from winnow.web.problems import ProblemError, responses
from winnow_review import writing
from winnow_review.desk import Desk, OurDesk, Reviewer
from winnow_review.ordering import Sought
from winnow_review.views import (
    AssignRequest,
    ClaimRequest,
    DecisionRequest,
    NextRequest,
    NoteRequest,
    ReviewView,
    RevisionRequest,
    SeedRequest,
    held_view,
)

router = APIRouter(prefix="/v1/reviews", tags=["decisions"])
PROBLEMS = responses(400, 401, 403, 404, 409, 413, 422, 503)
Steward = Annotated[Principal, Depends(require(Role.OPERATOR, Role.ADJUDICATOR))]


@router.post("/next", response_model=ReviewView, responses=PROBLEMS)
async def claim_next(desk: OurDesk, who: Reviewer, body: NextRequest) -> dict[str, Any]:
    """Hold the document that this person should look at next; 404 `queue_empty` if there is none.

    What is assigned to them comes first, then what has most at stake, or would teach most.
    """
    sought = Sought(recipe=body.recipe, order=body.order)
    found = await desk.order.next(who, sought, _lease(desk, body))
    if found is None:
        raise ProblemError(404, "queue_empty", "no document waits for you")
    return held_view(await desk.queue.find(who, found))


@router.post("/{document_id}/claim", response_model=ReviewView, responses=PROBLEMS)
async def claim(
    desk: OurDesk, document_id: UUID, who: Reviewer, body: ClaimRequest
) -> dict[str, Any]:
    """Hold a document, so that nobody else decides it; again to hold it longer."""
    return held_view(await desk.queue.claim(who, str(document_id), _lease(desk, body)))


@router.post("/{document_id}/release", response_model=ReviewView, responses=PROBLEMS)
async def release(desk: OurDesk, document_id: UUID, who: Reviewer) -> dict[str, Any]:
    """Let go of a document; what was noted stays."""
    return held_view(await desk.queue.release(who, str(document_id)))


@router.post("/{document_id}/fields", response_model=ReviewView, responses=PROBLEMS)
async def note(
    desk: OurDesk, document_id: UUID, who: Reviewer, body: NoteRequest
) -> dict[str, Any]:
    """Confirm, correct or clear values. The last word on each counts.

    409 `stale_revision` if the document has changed, `claimed` if another holds it.
    """
    return held_view(await writing.note(desk, who, str(document_id), body))


@router.post("/{document_id}/undo", response_model=ReviewView, responses=PROBLEMS)
async def undo(
    desk: OurDesk, document_id: UUID, who: Reviewer, body: RevisionRequest
) -> dict[str, Any]:
    """Take the last write back; 409 `nothing_to_undo`."""
    return held_view(await writing.undo(desk, who, str(document_id), body.revision))


@router.post("/{document_id}/decide", response_model=ReviewView, responses=PROBLEMS)
async def decide(
    desk: OurDesk, document_id: UUID, who: Reviewer, body: DecisionRequest
) -> dict[str, Any]:
    """Approve (with corrections), reject, or name the right recipe.

    409 `stale_revision` if the document has changed, `claimed` if another holds it,
    `open_flags` with the pointers if values in doubt are undecided and not signed off.
    """
    return held_view(await writing.submit(desk, who, str(document_id), body))


@router.post("/{document_id}/reopen", response_model=ReviewView, responses=PROBLEMS)
async def reopen(
    desk: OurDesk, document_id: UUID, who: Reviewer, body: RevisionRequest
) -> dict[str, Any]:
    """Take a decision back; what it said of the fields stays and can be undone.

    The next decision makes a result that takes the place of the one that went out.
    """
    return held_view(await writing.reopen(desk, who, str(document_id), body.revision))


@router.post("/{document_id}/assign", response_model=ReviewView, responses=PROBLEMS)
async def assign(
    desk: OurDesk, document_id: UUID, who: Steward, body: AssignRequest
) -> dict[str, Any]:
    """Leave a document to one reviewer, or with null to all again."""
    return held_view(await writing.assign(desk, who, str(document_id), body.reviewer))


@router.post("/{document_id}/seed", response_model=ReviewView, responses=PROBLEMS)
async def seed(desk: OurDesk, document_id: UUID, who: Steward, body: SeedRequest) -> dict[str, Any]:
    """Show an approved document once more, blind, to measure a reviewer; no result changes."""
    return held_view(await writing.seed(desk, who, str(document_id), body.fields))


def _lease(desk: Desk, body: ClaimRequest) -> timedelta:
    return timedelta(seconds=body.lease_seconds or desk.settings.review_lease)
