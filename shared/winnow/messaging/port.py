"""What services ask of the bus outside their handlers."""

from typing import Protocol

from winnow.contracts.base import Event


class Publisher(Protocol):
    """Sends events to the stream that `winnow.streams` names for their type."""

    async def publish(self, event: Event) -> None:
        """Return when the broker has the event; raise UnreachableError when it does not answer."""
        ...
