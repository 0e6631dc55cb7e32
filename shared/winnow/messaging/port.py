"""What delivery asks of the bus, and what services ask of it outside their handlers."""

from collections.abc import Mapping
from typing import Protocol

from winnow.contracts.base import Event
from winnow.contracts.dead_letters import Original


class Outlet(Protocol):
    """Takes what a handler says; what it took is safe once `settled` returned."""

    async def publish(self, event: Event) -> None:
        """Hand the event over without waiting for it; WinnowError if it may not be said here."""
        ...

    async def settled(self) -> None:
        """Return when all that was handed over is safe; UnreachableError when some is not.

        Called again, it tries those again.
        """
        ...


class Publisher(Protocol):
    """Sends events to the stream that `winnow.streams` names for their type."""

    async def publish(self, event: Event) -> None:
        """Return when the broker has the event; raise UnreachableError when it does not answer."""
        ...

    async def send_again(self, original: Original, headers: Mapping[str, str]) -> None:
        """Put a record back on its topic, as it was but for these headers; as `publish`."""
        ...
