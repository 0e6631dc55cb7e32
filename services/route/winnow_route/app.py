"""Wiring of route: which adapters it works with."""

from winnow.recipes.load import load_recipes
from winnow.records.calibrations import Calibrations
from winnow.records.database import open_database
from winnow.service import Service
from winnow.storage.open import open_blobs
from winnow_route.book import Book
from winnow_route.drafts import Drafts
from winnow_route.gatekeeper import Gatekeeper
from winnow_route.handlers import HANDLERS, Tools
from winnow_route.settings import RouteSettings
from winnow_route.standing import Standings


def create_service(settings: RouteSettings | None = None) -> Service:
    """The service as it runs."""
    settings = settings or RouteSettings()
    blobs = open_blobs(settings)
    database = open_database(settings.database_url())
    book = Book(database)
    tools = Tools(
        blobs=blobs,
        recipes=load_recipes(settings.recipes),
        drafts=Drafts(database),
        gates=Gatekeeper(Calibrations(database), book),
        book=book,
        standings=Standings(database),
        bar=settings.route_bar,
        audit_seed=settings.route_audit_seed,
    )
    return Service(
        name="route",
        settings=settings,
        tools=tools,
        port=settings.route_port,
        handlers=HANDLERS,
        ready={"blobs": blobs.ready, "database": database.ready},
        close=database.close,
    )
