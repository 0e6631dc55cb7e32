"""Wiring of summarise: which adapters it works with."""

from winnow.llm.open import open_following, open_model
from winnow.llm.port import LanguageModel
from winnow.llm.stack import open_calls
from winnow.recipes.load import load_recipes
from winnow.records.database import open_database
from winnow.records.serving import ServingStore
from winnow.service import Service
from winnow.storage.open import open_blobs
from winnow_summarise.handlers import Tools, handlers
from winnow_summarise.settings import SummariseSettings


def create_service(
    settings: SummariseSettings | None = None, model: LanguageModel | None = None
) -> Service:
    """The service as it runs; `model` reads instead of the one that the settings name, always."""
    settings = settings or SummariseSettings()
    recipes = load_recipes(settings.recipes)
    blobs = open_blobs(settings)
    database = open_database(settings.database_url())
    follow = None if model else open_following(settings, ServingStore(database), blobs, recipes)
    model = model or open_model(settings)
    calls = open_calls(settings, database, (model,))
    tools = Tools(
        blobs,
        model,
        calls,
        recipes,
        settings.summarise_parts,
        settings.summarise_sentences,
        follow,
        settings.summarise_shorten,
    )

    async def close() -> None:
        await calls.stop()
        await database.close()

    return Service(
        name="summarise",
        settings=settings,
        tools=tools,
        port=settings.summarise_port,
        handlers=handlers(settings.summarise_workers),
        ready={"blobs": blobs.ready, "database": database.ready, "model": model.ready},
        start=calls.start,
        close=close,
    )
