"""Documents as events speak of them; nothing lies behind their claim checks."""

from datetime import UTC, datetime
from typing import Any, Final

from winnow.contracts.base import BlobRef
from winnow.contracts.documents import Source

START: Final = datetime(2026, 1, 1, tzinfo=UTC)
BLOB: Final = BlobRef(uri=f"blob://default/{'ab' * 32}", sha256="ab" * 32, size=3)


def source_of(**changes: Any) -> Source:
    """A PDF of one page that was submitted at START, but for these changes."""
    told: dict[str, Any] = {
        "file_name": "a.pdf",
        "original": BLOB,
        "media_type": "application/pdf",
        "pages": 1,
        "parsed": BLOB,
        "submitted_at": START,
        "submission": "s",
    }
    return Source(**{**told, **changes})
