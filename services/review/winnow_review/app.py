"""Wiring of review: which adapters it works with."""

from winnow.messaging.publisher import KafkaPublisher
from winnow.recipes.load import load_recipes
from winnow.records.database import open_database
from winnow.security.keys import Doorkeeper
from winnow.service import Service
from winnow.storage.open import open_blobs
from winnow_review.desk import Desk
from winnow_review.handlers import HANDLERS, Tools
from winnow_review.queue import Queue
from winnow_review.settings import ReviewSettings
from winnow_review.sweeping import Sweeper
from winnow_review.web import create_web


def create_service(settings: ReviewSettings | None = None) -> Service:
    """The service as it runs."""
    settings = settings or ReviewSettings()
    database = open_database(settings.database_url())
    blobs = open_blobs(settings)
    publisher = KafkaPublisher(settings, "review")
    recipes = load_recipes(settings.recipes)
    queue = Queue(database, recipes)
    desk = Desk(queue, blobs, publisher, recipes, Doorkeeper(settings), settings.review_lease)
    sweeping = Sweeper(queue, publisher)

    async def start() -> None:
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
        ready={"blobs": blobs.ready, "database": database.ready},
        web=create_web(desk),
        start=start,
        close=close,
    )
