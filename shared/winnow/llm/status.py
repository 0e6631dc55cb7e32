"""What an HTTP error of a model's server means to us; the same for every server."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from winnow.errors import UnfillableError, UnreachableError, WinnowError

# Not this document's fault and mended without us: an operator fixes key, quota or model name, or
# the server recovers. The event waits and the service is unready meanwhile.
_WAITED_FOR = frozenset({401, 402, 403, 404, 405, 407, 408, 409, 421, 425, 429})
_UNPAID = ("credit balance", "billing")  # Anthropic says so with a 400


def error_of(model: str, status: int, message: str, headers: Mapping[str, str]) -> WinnowError:
    """Translate a status of 400 or more.

    Any other 4xx (400 prompt too long, 413, 422) is an answer to this very request, which would be
    given again: UnfillableError `refused`, so that a person takes the document over.
    """
    unpaid = any(word in message.lower() for word in _UNPAID)
    if status >= 500 or status in _WAITED_FOR or unpaid:
        return UnreachableError(model, f"HTTP {status}: {message}", retry_after(headers), status)
    return UnfillableError("refused", f"HTTP {status}: {message}")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that the server asks us to wait, given as seconds or as a date."""
    said = headers.get("retry-after", "").strip()
    if not said:
        return None
    try:
        return max(0.0, float(said))
    except ValueError:
        pass  # then it is a date
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
