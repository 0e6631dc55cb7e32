"""Sends decisions that a crash or a silent broker kept from their topic."""

import asyncio
from contextlib import suppress
from typing import Final

from winnow.errors import UnreachableError
from winnow.messaging.port import Publisher
from winnow.observability.logs import get_logger
from winnow_review.deciding import publish_stored
from winnow_review.queue import Queue

log = get_logger(__name__)
SWEEP: Final = 5.0  # seconds between two looks


class Sweeper:
    """Looks for stored decisions from `start` to `stop`."""

    def __init__(self, queue: Queue, publisher: Publisher) -> None:
        self._queue = queue
        self._publisher = publisher
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            try:
                await publish_stored(self._queue, self._publisher)
            except UnreachableError as error:  # the database; a silent broker is waited for inside
                log.warning("sweep waits", error=str(error))
            await asyncio.sleep(SWEEP)
