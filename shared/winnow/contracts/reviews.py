"""What people are asked, and what they decided."""

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from winnow.contracts.base import BlobRef, Event, Instant, Record
from winnow.contracts.documents import Source
from winnow.contracts.evidence import Scalar, Summary


class ReviewRequested(Event):
    """Something about the draft is not certain enough; a person must look."""

    type: ClassVar[str] = "winnow.review.requested.v1"

    source: Source
    recipe: str | None
    extraction: BlobRef
    summary: Summary
    reasons: tuple[str, ...] = Field(description="In plain words, worst first.")
    doubtful: tuple[str, ...] = Field(default=(), description="JSON Pointers below the bar.")
    rule: str = Field(description="The routing rule that asked.")
    priority: int = 0
    due_at: Instant


class ReasonCode(StrEnum):
    """Why a reviewer changed a value."""

    OCR = "ocr"
    WRONG_FIELD = "wrong_field"
    INVENTED = "invented"
    MISSING_ROW = "missing_row"
    SCHEMA = "schema"
    OTHER = "other"


class FieldDecision(Record):
    """What a reviewer said of one leaf, known by its JSON Pointer."""

    pointer: str = Field(pattern=r"^(/[^/]*)+$")
    action: Literal["confirm", "correct", "clear"]
    value: Scalar = None
    reason: ReasonCode | None = None


class ReviewDecided(Event):
    """A person decided: approved (as corrected), rejected, or named another recipe."""

    type: ClassVar[str] = "winnow.review.decided.v1"

    source: Source
    requested: str = Field(description="Event id of the request this answers.")
    reviewer: str
    outcome: Literal["approved", "rejected", "reclassified"]
    recipe: str | None = None
    fields: tuple[FieldDecision, ...] = ()
    note: str = ""
    revision: int = Field(ge=1)
