"""Wiring of review: which adapters it works with."""

from winnow.messaging.publisher import KafkaPublisher
from winnow.recipes.load import load_recipes
from winnow.records.database import open_database
from winnow.security.keys import Doorkeeper
from winnow.service import Service
from winnow.storage.open import open_blobs
from winnow_review.desk import Desk
from winnow_review.files import Files
from winnow_review.handlers import HANDLERS, Tools
from winnow_review.ordering import Order
from winnow_review.quality.metrics import Gauges
from winnow_review.questions import rebuilding
from winnow_review.questions.acting import Questions
from winnow_review.queue import Queue
from winnow_review.rebuilding import missing
from winnow_review.sending import Outbox
from winnow_review.settings import ReviewSettings
from winnow_review.web import create_web


def create_service(settings: ReviewSettings | None = None) -> Service:
    """The service as it runs."""
    settings = settings or ReviewSettings()
    database = open_database(settings.database_url())
    blobs = open_blobs(settings)
    publisher = KafkaPublisher(settings, "review")
    recipes = load_recipes(settings.recipes)
    queue = Queue(database, recipes)
    questions = Questions.of(database, publisher)
    desk = Desk(
        queue=queue,
        order=Order(database),
        outbox=Outbox(queue, publisher),
        questions=questions,
        blobs=blobs,
        files=Files(blobs),
        recipes=recipes,
        doorkeeper=Doorkeeper(settings),
        settings=settings,
    )

    gauges = Gauges(database)

    async def start() -> None:
        await queue.project(await missing(queue))  # after an upgrade
        await questions.cases.project(await rebuilding.missing(questions.cases))
        desk.outbox.start()
        questions.outbox.start()
        gauges.start()

    async def close() -> None:
        desk.closing.set()
        await gauges.stop()
        await questions.outbox.stop()
        await desk.outbox.stop()
        await publisher.close()
        await database.close()

    return Service(
        name="review",
        settings=settings,
        tools=Tools(queue, questions.cases, publisher),
        port=settings.review_port,
        handlers=HANDLERS,
        ready={"blobs": blobs.ready, "database": database.ready},
        web=create_web(desk),
        start=start,
        close=close,
    )
