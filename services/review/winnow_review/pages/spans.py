"""Spans of time in words. Pure."""

from datetime import datetime, timedelta
from typing import Final

STEPS: Final = ((86400, "day"), (3600, "hour"), (60, "minute"))


def span(length: timedelta) -> str:
    """The largest unit that fits: 3 hours; under a minute: moments."""
    seconds = abs(length.total_seconds())
    for size, name in STEPS:
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {name}{'s' if count > 1 else ''}"
    return "moments"


def due(at: datetime, now: datetime) -> str:
    """In 3 hours, or: overdue by 3 hours."""
    return f"in {span(at - now)}" if at > now else f"overdue by {span(now - at)}"
