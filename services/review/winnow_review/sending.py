"""Sends stored writes to their topics: at once, and again until it succeeds."""

import asyncio
from contextlib import suppress
from typing import Final

from winnow.background import Background
from winnow.errors import UnreachableError, WinnowError
from winnow.messaging.port import Publisher
from winnow.observability.logs import get_logger
from winnow_review.quality.metrics import counted
from winnow_review.queue import Queue

log = get_logger(__name__)
SWEEP: Final = 5.0  # seconds between two looks for what a crash or a silent broker left


class Outbox(Background):
    """Looks for stored writes when it is woken, and every SWEEP, from `start` to `stop`.

    People do not wait for the broker: a write is safe once it is stored.
    """

    name = "review-outbox"

    def __init__(self, queue: Queue, publisher: Publisher) -> None:
        self._queue = queue
        self._publisher = publisher
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """There is something to send."""
        self._woken.set()

    async def send(self) -> None:
        """Send all that is stored and not yet sent; what cannot be sent waits.

        Of one document nothing overtakes what waits.
        """
        waiting: set[str] = set()
        for event in await self._queue.unpublished():
            document = str(event.document_id)
            if document in waiting:
                continue
            try:
                await self._publisher.publish(event)
            except UnreachableError as error:
                log.warning("decision waits", document_id=document, error=str(error))
                return
            except WinnowError as error:  # other documents must not wait for this one
                log.exception("decision stuck", document_id=document, error=str(error))
                waiting.add(document)
                continue
            await self._queue.mark_published(event)
            counted(event)

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            try:
                await self.send()
            except UnreachableError as error:  # the database; a silent broker is waited for inside
                log.warning("sweep waits", error=str(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), SWEEP)
