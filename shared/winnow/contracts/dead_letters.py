"""Records that were given up or put off, kept as they came."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from winnow.contracts.base import Event, Instant


class Original(Event):
    """A record as it came, and who could not work on it. Value, key and headers are base64.

    `document_id` is the document's where the record told it, else one made from the record's place.
    """

    detail: str = ""
    service: str
    attempt: int = Field(ge=1)
    topic: str
    partition: int
    offset: int
    key: str | None = Field(default=None, description="Base64.")
    value: str | None = Field(default=None, description="Base64; null for a tombstone.")
    headers: tuple[tuple[str, str], ...] = Field(default=(), description="Name and base64 value.")


class DeadLettered(Original):
    """A record was given up, so that it can be looked at and replayed."""

    type: ClassVar[str] = "winnow.dead-letters.v1"

    reason: str = Field(description="From the closed list of winnow.reasons.")
    stack: str | None = None
    file_name: str | None = None
    cause_id: UUID | None = Field(
        default=None, description="Event id of the original, where known."
    )


class RetryScheduled(Original):
    """A record met an error that nobody foresaw, and goes to its topic again when it is due."""

    type: ClassVar[str] = "winnow.retries.scheduled.v1"

    due_at: Instant
