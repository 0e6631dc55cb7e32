"""What services ask of the bus outside their handlers."""

from collections.abc import Mapping
from typing import Protocol

from winnow.contracts.base import Event
from winnow.contracts.dead_letters import Original


class Publisher(Protocol):
    """Sends events to the stream that `winnow.streams` names for their type."""

    async def publish(self, event: Event) -> None:
        """Return when the broker has the event; raise UnreachableError when it does not answer."""
        ...

    async def send_again(self, original: Original, headers: Mapping[str, str]) -> None:
        """Put a record back on its topic, as it was but for these headers; as `publish`."""
        ...
