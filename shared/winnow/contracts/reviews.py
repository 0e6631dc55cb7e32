"""What people are asked, and what they decided."""

from enum import StrEnum
from typing import ClassVar, Final, Literal
from uuid import UUID

from pydantic import Field

from winnow.contracts.base import BlobRef, Event, Instant, Record, event_id_of
from winnow.contracts.documents import Source
from winnow.contracts.evidence import Leaf, Scalar, Summary

ASKING: Final = "route-review"  # who makes a request, in its event's identity


def request_id_of(draft: UUID) -> UUID:
    """The event id of the request that a DraftExtracted makes, if it makes one."""
    return event_id_of(ASKING, draft)


class ReviewRequested(Event):
    """Something about the draft is not certain enough; a person must look."""

    type: ClassVar[str] = "winnow.review.requested.v1"

    source: Source
    recipe: str | None
    extraction: BlobRef
    summary: Summary
    reasons: tuple[str, ...] = Field(description="In plain words, worst first.")
    doubtful: tuple[str, ...] = Field(default=(), description="JSON Pointers below the bar.")
    confidences: dict[str, float] = Field(
        default_factory=dict, description="Of the values in doubt; a missing value has 0."
    )
    thresholds: dict[str, float] = Field(
        default_factory=dict,
        description="The confidence from which values pass unseen, by field (row numbers are *); a "
        "field that is not named always needs a person. Where a document is audited they are told "
        "higher, above its values, so that it looks like any other.",
    )
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
    """What a reviewer said of one leaf, known by its JSON Pointer.

    A pointer to a row of a list, with `clear`, says that the document has no such row. In the
    summary `/0` is its first sentence; of the recipe there is only `/`, whose value is its name.
    """

    pointer: str = Field(pattern=r"^(/[^/]*)+$")
    action: Literal["confirm", "correct", "clear"]
    value: Scalar = Field(default=None, description="What holds now; of `confirm`, what was read.")
    reason: ReasonCode | None = None
    part: Literal["field", "summary", "recipe"] = "field"
    reviewer: str | None = Field(default=None, description="Who; null: the event's reviewer.")
    at: Instant | None = None
    seconds: float | None = Field(default=None, ge=0, description="How long it took the reviewer.")

    @property
    def removes_row(self) -> bool:
        """Whether a whole row is cleared: its pointer ends in a number, as no field's does."""
        last = self.pointer.rpartition("/")[2]
        return self.part == "field" and self.action == "clear" and last.isascii() and last.isdigit()

    def left(self, read: Leaf | None) -> Scalar:
        """What the decision makes of a field's value."""
        if self.action == "clear":
            return None
        return read.value if self.action == "confirm" and read is not None else self.value


class Compared(Record):
    """A value as two readings have it, and whether they say the same."""

    pointer: str
    part: Literal["field", "summary", "recipe"] = "field"
    first: Scalar
    second: Scalar
    same: bool


class ReviewChanged(Event):
    """One write on the desk that is no decision on the document yet, or no longer.

    `noted`: fields were decided. `undone`: the write `undoes` was taken back. `assigned`: to
    `assigned_to`, or to nobody. `reopened`: the decision is taken back, its fields stay.
    `seeded`: the right answers are known (`fields`); the document is shown again, blind, to
    measure a reviewer. `opinion`: what a blind reviewer would have decided, beside the decision or
    the known answers it is `compared` with; it changes no result.
    """

    type: ClassVar[str] = "winnow.review.changed.v1"

    requested: str = Field(description="Event id of the request that it is about.")
    reviewer: str
    change: Literal["noted", "undone", "assigned", "reopened", "seeded", "opinion"]
    revision: int = Field(ge=1, description="The document's revision after this write.")
    fields: tuple[FieldDecision, ...] = ()
    undoes: str | None = None
    assigned_to: str | None = None
    outcome: Literal["approved", "rejected", "reclassified"] | None = None
    note: str = ""
    against: Literal["decision", "known"] | None = None
    compared: tuple[Compared, ...] = ()


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
    signed_off: bool = Field(default=False, description="Values in doubt were left undecided.")
    adjudicated: bool = Field(default=False, description="Settles a dispute between reviewers.")
    read_again: bool = Field(
        default=False, description="Drawn for a second, blind reading by another reviewer."
    )
