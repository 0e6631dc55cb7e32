"""Where a page of documents ended, as an opaque word."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from winnow.web.problems import ProblemError


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last document of a page; its identity tells documents of one moment apart."""

    submitted_at: datetime
    document_id: str

    def encoded(self) -> str:
        told = f"{self.submitted_at.isoformat()} {self.document_id}"
        return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def decoded(text: str) -> Cursor:
    """The cursor; ProblemError 422 `cursor_invalid` if it is none of ours."""
    try:
        padded = text + "=" * (-len(text) % 4)
        at, _, identity = base64.urlsafe_b64decode(padded.encode()).decode().partition(" ")
        return Cursor(datetime.fromisoformat(at).astimezone(UTC), str(UUID(identity)))
    except (ValueError, OverflowError) as error:
        told = "cursor: take it from `next` of the page before"
        raise ProblemError(422, "cursor_invalid", told) from error
