"""Wiring of extract: which adapters it works with."""

from collections.abc import Mapping

from winnow.errors import MisconfiguredError
from winnow.llm.open import open_calls, open_model
from winnow.llm.port import LanguageModel
from winnow.recipes.load import load_recipes
from winnow.recipes.recipe import Recipe
from winnow.records.calibrations import Calibrations
from winnow.records.database import open_database
from winnow.service import Service
from winnow.storage.open import open_blobs
from winnow_extract.drafting import Limits, Readers
from winnow_extract.handlers import Tools, handlers
from winnow_extract.settings import ExtractSettings


def create_service(settings: ExtractSettings | None = None) -> Service:
    """The service as it runs."""
    settings = settings or ExtractSettings()
    blobs = open_blobs(settings)
    database = open_database(settings.database_url())
    model = open_model(settings)
    limits = Limits(settings.extract_windows, settings.extract_max_tokens, settings.extract_calls)
    recipes = load_recipes(settings.recipes)
    seconds = _second_models(recipes, model, settings)
    tools = Tools(
        blobs=blobs,
        recipes=recipes,
        readers=Readers(model, open_calls(settings, database), limits, seconds),
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


def _second_models(
    recipes: Mapping[str, Recipe], first: LanguageModel, settings: ExtractSettings
) -> dict[str, LanguageModel]:
    """The models that recipes name for a second reading; each must be another than the first."""
    opened: dict[str, LanguageModel] = {}
    for recipe in recipes.values():
        kind = recipe.second_reading
        if kind in ("none", "layout") or kind in opened:
            continue
        opened[kind] = open_model(settings.model_copy(update={"model": kind}))
        if opened[kind].name == first.name:
            raise MisconfiguredError(
                f"the recipe {recipe.recipe!r} has `second_reading: {kind}`, and "
                f"{first.name} reads first as well: name another model, or `layout`"
            )
    return opened
