"""What the review service answers and takes, as models for OpenAPI."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from winnow.contracts.documents import Source
from winnow.contracts.evidence import Extraction, Summary
from winnow.contracts.reviews import FieldDecision


class ReviewView(BaseModel):
    """A document in the queue."""

    document_id: str
    file_name: str
    recipe: str | None
    state: str = Field(description="pending or decided.")
    score: float = Field(description="What is at stake: the higher, the sooner.")
    priority: int
    due_at: datetime
    reasons: list[str]
    doubtful: list[str] = Field(description="JSON Pointers of the values in doubt, worst first.")
    claimed_by: str | None
    lease_until: datetime | None
    revision: int
    created_at: datetime


class ReviewDetail(ReviewView):
    """A document with all that a reviewer needs."""

    source: Source
    extraction: Extraction
    summary: Summary
    pages: list[str] = Field(description="Where each page's image is; empty if it has none.")


class ReviewPage(BaseModel):
    """A part of the queue."""

    reviews: list[ReviewView]
    total: int


class ClaimRequest(BaseModel):
    """How long to hold a document."""

    model_config = ConfigDict(extra="forbid")

    lease_seconds: int | None = Field(default=None, ge=10, le=24 * 3600)


class DecisionRequest(BaseModel):
    """A person's decision on a document at a revision."""

    model_config = ConfigDict(extra="forbid")

    revision: int = Field(ge=0, description="The revision that was looked at.")
    outcome: Literal["approved", "rejected", "reclassified"]
    recipe: str | None = Field(default=None, max_length=63, description="The right recipe.")
    fields: list[FieldDecision] = Field(default=[], max_length=20_000)
    note: str = Field(default="", max_length=10_000)
    sign_off: bool = Field(default=False, description="Approve values in doubt as they stand.")


def review_view(item: dict[str, Any]) -> dict[str, Any]:
    """A queue item as it is answered."""
    request = item["requested"]
    return {**item, "reasons": list(request.reasons), "doubtful": list(request.doubtful)}
