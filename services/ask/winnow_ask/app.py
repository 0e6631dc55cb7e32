"""Wiring of ask: which adapters it works with."""

import asyncio

from winnow.embedding.open import open_embedder
from winnow.messaging.publisher import KafkaPublisher
from winnow.messaging.sending import StoredOutbox
from winnow.recipes.load import load_recipes
from winnow.records.audit import AuditLog
from winnow.records.database import open_database
from winnow.records.questions import Questions
from winnow.security.keys import Doorkeeper
from winnow.semantic.cache import SemanticCache
from winnow.service import Service
from winnow.storage.open import open_blobs
from winnow_ask.asking import open_asking
from winnow_ask.catalogue import Catalogue
from winnow_ask.desk import Desk
from winnow_ask.handlers import HANDLERS, Tools
from winnow_ask.opening import OpenedAnswerer
from winnow_ask.outbox import StoredEvents
from winnow_ask.remembering import open_memory
from winnow_ask.settings import AskSettings
from winnow_ask.web import create_web


def create_service(settings: AskSettings | None = None) -> Service:
    """The service as it runs."""
    settings = settings or AskSettings()
    database = open_database(settings.database_url())
    blobs = open_blobs(settings)
    publisher = KafkaPublisher(settings, "ask")
    outbox = StoredOutbox(StoredEvents(database), publisher)
    embedder = open_embedder(settings)
    catalogue = Catalogue(database)
    answerer = OpenedAnswerer(settings, database, embedder, catalogue)
    cache = SemanticCache(embedder, Questions(database))
    memory = open_memory(settings, cache, embedder.name)
    asking = open_asking(settings, database, answerer, memory, outbox.wake)
    desk = Desk(
        asking=asking,
        turns=asking.turns,
        catalogue=catalogue,
        recipes=load_recipes(settings.recipes),
        doorkeeper=Doorkeeper(settings),
        audit=AuditLog(database),
        settings=settings,
    )

    async def start() -> None:
        await answerer.start()
        outbox.start()

    async def close() -> None:
        desk.closing.set()
        await asyncio.gather(*desk.tasks, return_exceptions=True)  # each tells its own asker
        await outbox.stop()
        await answerer.stop()
        await publisher.close()
        await database.close()

    return Service(
        name="ask",
        settings=settings,
        tools=Tools(asking, catalogue, blobs, publisher),
        port=settings.ask_port,
        handlers=HANDLERS,
        ready={"blobs": blobs.ready, "database": database.ready, "answering": answerer.ready},
        web=create_web(desk),
        start=start,
        close=close,
    )
