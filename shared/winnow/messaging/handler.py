"""What a service declares of each topic it reads."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from winnow.contracts.base import Event
from winnow.streams import Stream

Outcome = Event | Sequence[Event] | None


def by_event_id(event: Event) -> str:
    """Two events are the same when their ids are."""
    return str(event.event_id)


@dataclass(frozen=True, slots=True)
class Handler:
    """One topic in, some topics out.

    `call` is `async (event, tools) -> event | events | None`; it raises WinnowError when it cannot.
    `in_flight` bounds how many events are worked at once (events of one document stay in order).
    `once` names what makes two events the same: a repeat is dropped before `call`; None lets
    repeats through, for handlers whose effects are idempotent by themselves.
    `exactly_once` puts what is read and what is written into one Kafka transaction, for events
    that leave for outsiders.
    """

    reads: Stream
    call: Callable[[Any, Any], Awaitable[Outcome]]
    writes: tuple[Stream, ...] = ()
    in_flight: int = 8
    once: Callable[[Any], str] | None = by_event_id
    exactly_once: bool = False
