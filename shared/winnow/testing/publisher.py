"""Publisher that keeps what it is given."""

from collections.abc import Mapping

from winnow.contracts.base import Event
from winnow.contracts.dead_letters import Original
from winnow.errors import WinnowError


class MemoryPublisher:
    """Keeps events in `events`, records sent again in `again`, both in order."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.again: list[tuple[Original, dict[str, str]]] = []
        self._failure: WinnowError | None = None

    def fail_with(self, error: WinnowError | None) -> None:
        """Raise this from every call until told otherwise; None mends it."""
        self._failure = error

    async def publish(self, event: Event) -> None:
        if self._failure is not None:
            raise self._failure
        self.events.append(event)

    async def send_again(self, original: Original, headers: Mapping[str, str]) -> None:
        if self._failure is not None:
            raise self._failure
        self.again.append((original, dict(headers)))
