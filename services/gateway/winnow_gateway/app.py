"""Wiring of gateway: which adapters it works with."""

from winnow.messaging.publisher import KafkaPublisher
from winnow.recipes.load import load_recipes
from winnow.records.database import open_database
from winnow.security.keys import Doorkeeper
from winnow.service import Service
from winnow.storage.open import open_blobs
from winnow_gateway.desk import Desk
from winnow_gateway.documents import Documents
from winnow_gateway.handlers import HANDLERS, Tools
from winnow_gateway.releasing import Releaser
from winnow_gateway.settings import GatewaySettings
from winnow_gateway.web import create_web


def create_service(settings: GatewaySettings | None = None) -> Service:
    """The service as it runs."""
    settings = settings or GatewaySettings()
    database = open_database(settings.database_url())
    blobs = open_blobs(settings)
    publisher = KafkaPublisher(settings, "gateway")
    documents = Documents(database)
    releaser = Releaser(database, publisher)
    desk = Desk(
        documents,
        blobs,
        publisher,
        load_recipes(settings.recipes),
        Doorkeeper(settings),
        settings.gateway_max_upload,
    )

    async def close() -> None:
        desk.closing.set()
        await releaser.stop()
        await publisher.close()
        await database.close()

    return Service(
        name="gateway",
        settings=settings,
        tools=Tools(documents, blobs, publisher),
        port=settings.gateway_port,
        handlers=HANDLERS,
        ready={"blobs": blobs.ready, "database": database.ready, "held work": releaser.ready},
        web=create_web(desk),
        start=releaser.start,
        close=close,
    )
