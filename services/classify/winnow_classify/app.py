"""Wiring of classify: which adapters it works with."""

from winnow.embedding.open import open_embedder
from winnow.llm.open import open_following, open_model
from winnow.llm.port import LanguageModel
from winnow.llm.stack import open_calls
from winnow.recipes.load import load_recipes
from winnow.records.database import open_database
from winnow.records.serving import ServingStore
from winnow.service import Service
from winnow.storage.open import open_blobs
from winnow_classify.choosing import Voices
from winnow_classify.handlers import HANDLERS, Tools
from winnow_classify.readings import Likeness, Wording
from winnow_classify.settings import ClassifySettings


def create_service(
    settings: ClassifySettings | None = None, model: LanguageModel | None = None
) -> Service:
    """The service as it runs; `model` reads instead of the one that the settings name, always."""
    settings = settings or ClassifySettings()
    recipes = load_recipes(settings.recipes)
    blobs = open_blobs(settings)
    database = open_database(settings.database_url())
    follow = None if model else open_following(settings, ServingStore(database), blobs, recipes)
    model = model or open_model(settings)
    likeness = Likeness(open_embedder(settings), recipes)
    voices = Voices(likeness, Wording(recipes))
    calls = open_calls(settings, database, (model,))
    tools = Tools(blobs, recipes, voices, model, calls, settings.classify_bar, follow)
    return Service(
        name="classify",
        settings=settings,
        tools=tools,
        port=settings.classify_port,
        handlers=HANDLERS,
        ready={"blobs": blobs.ready, "database": database.ready, "model": model.ready},
        start=likeness.prepare,
        close=database.close,
    )
