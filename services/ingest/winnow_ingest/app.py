"""Wiring of ingest: which adapters it works with."""

from winnow.recipes.load import load_recipes
from winnow.service import Service
from winnow.storage.open import open_blobs
from winnow_ingest.handlers import Tools, handlers
from winnow_ingest.reader import FileReader
from winnow_ingest.settings import IngestSettings


def create_service(settings: IngestSettings | None = None) -> Service:
    """The service as it runs."""
    settings = settings or IngestSettings()
    blobs = open_blobs(settings)
    reader = FileReader(settings.limits(), settings.ingest_ocr_languages)
    recipes = frozenset(load_recipes(settings.recipes))
    return Service(
        name="ingest",
        settings=settings,
        tools=Tools(blobs, reader, recipes),
        port=settings.ingest_port,
        handlers=handlers(settings.ingest_workers),
        ready={"blobs": blobs.ready},
        start=reader.start,
        close=reader.close,
    )
