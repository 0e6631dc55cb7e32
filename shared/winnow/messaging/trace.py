"""W3C trace context, handed from the event that is worked on to the events it causes."""

import re
import secrets
from contextvars import ContextVar
from typing import Final

_FORM: Final = re.compile(r"^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$")
_current: ContextVar[bytes] = ContextVar("traceparent", default=b"")


def follow(traceparent: bytes) -> None:
    """Continue the trace of an incoming event in this task; a malformed one starts a new trace."""
    _current.set(traceparent)


def next_traceparent() -> str:
    """A traceparent for an outgoing event: the current trace, or a new one, and a new span."""
    if match := _FORM.match(_current.get().decode(errors="replace")):
        trace, flags = match.groups()
    else:
        trace, flags = secrets.token_hex(16), "01"
    return f"00-{trace}-{secrets.token_hex(8)}-{flags}"
