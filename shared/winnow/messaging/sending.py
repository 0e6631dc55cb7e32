"""Sends events that were stored with what they tell of: at once, and again until it succeeds."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final, Generic, Protocol, TypeVar

from winnow.background import Background
from winnow.contracts.base import Event
from winnow.errors import UnreachableError, WinnowError
from winnow.messaging.port import Publisher
from winnow.observability.logs import get_logger

log = get_logger(__name__)
E = TypeVar("E", bound=Event)
SWEEP: Final = 5.0  # seconds between two looks for what a crash or a silent broker left


class Stored(Protocol[E]):
    """Events that were stored in the transaction of what they tell of."""

    async def unpublished(self) -> Sequence[E]:
        """Those that were not sent yet, in their order."""
        ...

    async def mark_published(self, event: E) -> None:
        """Note that an event was sent."""
        ...


def nothing(_: Any) -> None:
    """Tell nobody."""


class StoredOutbox(Background, Generic[E]):
    """Looks for stored events when it is woken, and every SWEEP, from `start` to `stop`.

    Nobody waits for the broker: an event is safe once it is stored. `told` hears of each that was
    sent.
    """

    name = "stored-outbox"

    def __init__(
        self, stored: Stored[E], publisher: Publisher, told: Callable[[E], None] = nothing
    ) -> None:
        self._stored = stored
        self._publisher = publisher
        self._told = told
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """There is something to send."""
        self._woken.set()

    async def send(self) -> None:
        """Send all that is stored and not yet sent; what cannot be sent waits.

        Of one document nothing overtakes what waits.
        """
        waiting: set[str] = set()
        for event in await self._stored.unpublished():
            document = str(event.document_id)
            if document in waiting:
                continue
            try:
                await self._publisher.publish(event)
            except UnreachableError as error:
                log.warning("event waits", type=event.type, document_id=document, error=str(error))
                return
            except WinnowError as error:  # other documents must not wait for this one
                log.exception(
                    "event stuck", type=event.type, document_id=document, error=str(error)
                )
                waiting.add(document)
                continue
            await self._stored.mark_published(event)
            self._told(event)

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            try:
                await self.send()
            except UnreachableError as error:  # the database; a silent broker is waited for inside
                log.warning("sweep waits", error=str(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), SWEEP)
