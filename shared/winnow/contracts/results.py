"""What consumers read."""

from typing import Any, ClassVar, Literal

from pydantic import Field

from winnow.contracts.base import BlobRef, Event, Instant, Record
from winnow.contracts.evidence import Completeness, Leaf, Summary


class Cost(Record):
    """What the document cost; `usd` counts the priced calls, `unpriced_calls` the others.

    `cached_calls` are those of `calls` that had the answer of an equal one, for nothing.
    """

    usd: float = Field(ge=0)
    calls: int = Field(ge=0)
    unpriced_calls: int = Field(ge=0)
    cached_calls: int = Field(default=0, ge=0)
    input_tokens: int = Field(ge=0)
    output_tokens: int = Field(ge=0)
    cache_read_tokens: int = Field(default=0, ge=0)
    cache_write_tokens: int = Field(default=0, ge=0)


class Latency(Record):
    """Seconds from submission to result, and of each stage's own work."""

    total_seconds: float = Field(ge=0)
    stages: dict[str, float] = Field(default_factory=dict)


class ResultBody(Record):
    """The checked JSON: `data` plain, and for every scalar in it a leaf by JSON Pointer.

    Of a document that was accepted under a promised error rate, values that did not pass their
    field's gate are null in `data`: their pointers are `withheld`, their leaves say what was read.
    """

    data: dict[str, Any]
    leaves: dict[str, Leaf]
    summary: Summary
    withheld: tuple[str, ...] = ()


class ResultCompleted(Event):
    """A document's way ended: its checked JSON, or a person's rejection of it.

    `body_ref` always holds the ResultBody; `body` repeats it inline unless the record would
    grow past the size limit, in which case `body` is null.
    """

    type: ClassVar[str] = "winnow.results.completed.v1"

    file_name: str
    original: BlobRef
    recipe: str | None
    recipe_version: str | None = None
    outcome: Literal["accepted", "reviewed", "rejected"]
    decided_by: str = Field(description="rule:<name> or reviewer:<name>.")
    note: str = ""
    supersedes: str | None = Field(
        default=None, description="Event id of the result of this document that it replaces."
    )
    body: ResultBody | None
    body_ref: BlobRef
    confidence: float = Field(ge=0, le=1, description="The weakest must-have leaf's.")
    classification: float = Field(ge=0, le=1)
    completeness: Completeness
    cost: Cost
    latency: Latency
    metadata: dict[str, str] = Field(default_factory=dict)
    submitted_at: Instant
