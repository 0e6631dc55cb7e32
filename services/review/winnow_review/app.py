"""Wiring of review: which adapters it works with."""

import asyncio
from contextlib import suppress

from winnow.errors import UnreachableError
from winnow.messaging.publisher import KafkaPublisher
from winnow.observability.logs import get_logger
from winnow.recipes.load import load_recipes
from winnow.records.database import open_database
from winnow.security.keys import Doorkeeper
from winnow.service import Service
from winnow.storage.open import open_blobs
from winnow_review.deciding import publish_stored
from winnow_review.handlers import HANDLERS, Tools
from winnow_review.queue import Queue
from winnow_review.settings import ReviewSettings
from winnow_review.web import Desk, create_web

log = get_logger(__name__)
SWEEP = 5.0  # seconds between two looks for decisions that were stored and not sent


def create_service(settings: ReviewSettings | None = None) -> Service:
    """The service as it runs."""
    settings = settings or ReviewSettings()
    database = open_database(settings.database_url())
    blobs = open_blobs(settings)
    publisher = KafkaPublisher(settings, "review")
    queue = Queue(database)
    recipes = load_recipes(settings.recipes)
    desk = Desk(queue, blobs, publisher, recipes, Doorkeeper(settings), settings.review_lease)
    sweeping = Sweeper(queue, publisher)

    async def start() -> None:
        await publisher.start()
        sweeping.start()

    async def close() -> None:
        await sweeping.stop()
        await publisher.close()
        await database.close()

    return Service(
        name="review",
        settings=settings,
        tools=Tools(queue, publisher),
        port=settings.review_port,
        handlers=HANDLERS,
        ready={"blobs": blobs.ready, "database": database.ready, "kafka": publisher.ready},
        web=create_web(desk),
        start=start,
        close=close,
    )


class Sweeper:
    """Sends decisions that a crash or a silent broker kept from their topic."""

    def __init__(self, queue: Queue, publisher: KafkaPublisher) -> None:
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
            except UnreachableError as error:
                log.warning("sweep waits", error=str(error))
            await asyncio.sleep(SWEEP)
