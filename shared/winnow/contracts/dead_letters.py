"""What can never succeed, kept so that it can be looked at and replayed."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from winnow.contracts.base import Event


class DeadLettered(Event):
    """A record was given up. `value` and the headers are the original, base64.

    `document_id` is the document's where the record told it, else one made from the record's place.
    """

    type: ClassVar[str] = "winnow.dead-letters.v1"

    reason: str = Field(description="From the closed list of winnow.reasons.")
    detail: str = ""
    service: str
    attempt: int = Field(ge=1)
    topic: str
    partition: int
    offset: int
    key: str | None = Field(default=None, description="Base64.")
    value: str | None = Field(default=None, description="Base64; null for a tombstone.")
    headers: tuple[tuple[str, str], ...] = Field(default=(), description="Name and base64 value.")
    stack: str | None = None
    file_name: str | None = None
    cause_id: UUID | None = Field(
        default=None, description="Event id of the original, where known."
    )
