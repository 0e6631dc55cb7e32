"""Publisher that keeps what it is given."""

from winnow.contracts.base import Event
from winnow.errors import WinnowError


class MemoryPublisher:
    """Keeps events in `events`, in order."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._failure: WinnowError | None = None

    def fail_with(self, error: WinnowError | None) -> None:
        """Raise this from every call until told otherwise; None mends it."""
        self._failure = error

    async def publish(self, event: Event) -> None:
        if self._failure is not None:
            raise self._failure
        self.events.append(event)
