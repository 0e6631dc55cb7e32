"""What the review service answers and takes, as models for OpenAPI."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from winnow.contracts.documents import Source
from winnow.contracts.evidence import Extraction, Summary
from winnow.contracts.parsed import HiddenText
from winnow.contracts.reviews import FieldDecision, ReviewChanged, ReviewDecided
from winnow_review.folding import Item
from winnow_review.queue import Held


class ReviewView(BaseModel):
    """A document on the desk."""

    document_id: str
    file_name: str
    recipe: str | None
    state: str = Field(description="pending, disputed, decided or rework.")
    score: float = Field(description="What is at stake now: the higher, the sooner.")
    priority: int
    due_at: datetime
    reasons: list[str]
    doubtful: list[str] = Field(description="JSON Pointers of the values in doubt, worst first.")
    assigned_to: str | None
    claimed_by: str | None
    lease_until: datetime | None
    revision: int
    created_at: datetime


class ReviewDetail(ReviewView):
    """A document with all that a reviewer needs."""

    source: Source
    extraction: Extraction
    summary: Summary
    confidences: dict[str, float]
    thresholds: dict[str, float]
    fields: list[FieldDecision] = Field(description="What was decided in the round under way.")
    decided: ReviewDecided | None = Field(description="The decision that stands.")
    opinions: list[ReviewChanged] = Field(description="Blind readings since the decision.")
    warnings: list[str] = Field(description="What the file carries, and what was not read.")
    hidden: list[HiddenText] = Field(description="Text that the page does not show.")
    pages: list[str] = Field(description="Where each page's image is; empty if it has none.")


class ReviewPage(BaseModel):
    """A part of the queue."""

    reviews: list[ReviewView]
    total: int


class Body(BaseModel):
    """What a request brings; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class ClaimRequest(Body):
    """How long to hold a document."""

    lease_seconds: int | None = Field(default=None, ge=10, le=24 * 3600)


class NextRequest(ClaimRequest):
    """Which document to hold next."""

    recipe: str | None = Field(default=None, max_length=63)
    order: Literal["risk", "learning"] = "risk"


class RevisionRequest(Body):
    """The revision that was looked at."""

    revision: int = Field(ge=0)


class NoteRequest(RevisionRequest):
    """Decisions on fields; the document stays open."""

    fields: list[FieldDecision] = Field(min_length=1, max_length=20_000)


class DecisionRequest(RevisionRequest):
    """A person's decision on a document; fields that were noted before need not be repeated."""

    outcome: Literal["approved", "rejected", "reclassified"]
    recipe: str | None = Field(default=None, max_length=63, description="The right recipe.")
    fields: list[FieldDecision] = Field(default=[], max_length=20_000)
    note: str = Field(default="", max_length=10_000, description="Needed to reject.")
    sign_off: bool = Field(default=False, description="Approve values in doubt as they stand.")


class AssignRequest(Body):
    """Whose the document is; null: anybody's."""

    reviewer: str | None = Field(max_length=200)


class SeedRequest(Body):
    """The right answers; without them, those of the decision that stands."""

    fields: list[FieldDecision] = Field(default=[], max_length=20_000)


def row_view(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the queue as it is answered."""
    request = row["requested"]
    return {**row, "reasons": list(request.reasons), "doubtful": list(request.doubtful)}


def held_view(held: Held) -> dict[str, Any]:
    """One document as it is answered."""
    return {
        **_item_view(held.item),
        "score": held.score,
        "claimed_by": held.holder,
        "lease_until": held.lease_until if held.holder else None,
    }


def _item_view(item: Item) -> dict[str, Any]:
    request = item.request
    return {
        "document_id": str(request.document_id),
        "file_name": request.source.file_name,
        "recipe": request.recipe,
        "state": item.state,
        "priority": request.priority,
        "due_at": request.due_at,
        "reasons": list(request.reasons),
        "doubtful": list(request.doubtful),
        "assigned_to": item.assigned_to,
        "revision": item.revision,
        "created_at": request.occurred_at,
    }
