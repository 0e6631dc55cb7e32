"""Wiring of extract: which adapters it works with."""

from functools import partial

from winnow.llm.open import open_model
from winnow.llm.port import LanguageModel
from winnow.recipes.load import load_recipes
from winnow.records.answers import Answers
from winnow.records.calibrations import Calibrations
from winnow.records.database import open_database
from winnow.service import Service
from winnow.storage.open import open_blobs
from winnow_extract.drafting import Limits, Readers
from winnow_extract.handlers import Tools, handlers
from winnow_extract.settings import ExtractSettings


def _second_model(settings: ExtractSettings, name: str) -> LanguageModel:
    return open_model(settings.model_copy(update={"model": name}))


def create_service(settings: ExtractSettings | None = None) -> Service:
    """The service as it runs."""
    settings = settings or ExtractSettings()
    blobs = open_blobs(settings)
    database = open_database(settings.database_url())
    model = open_model(settings)
    limits = Limits(settings.extract_windows, settings.extract_max_tokens, settings.extract_calls)
    tools = Tools(
        blobs=blobs,
        recipes=load_recipes(settings.recipes),
        readers=Readers(model, Answers(database), limits, partial(_second_model, settings)),
        calibrations=Calibrations(database),
    )
    return Service(
        name="extract",
        settings=settings,
        tools=tools,
        port=settings.extract_port,
        handlers=handlers(settings.extract_workers),
        ready={"blobs": blobs.ready, "database": database.ready, "model": model.ready},
        close=database.close,
    )
