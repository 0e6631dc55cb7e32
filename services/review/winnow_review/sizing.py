"""How large an event of the desk may be."""

from winnow.contracts.base import Event
from winnow.messaging.cloudevents import MAX_RECORD
from winnow.web.problems import ProblemError


def check_size(event: Event) -> None:
    """Refuse what no record can carry: ProblemError 413."""
    size = len(event.model_dump_json().encode())
    if size > MAX_RECORD:
        told = f"{size} bytes; shorten the text or decide fewer values"
        raise ProblemError(413, "decision_too_large", told)
