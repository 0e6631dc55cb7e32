"""Wiring of extract: which adapters it works with."""

from collections.abc import Mapping

from winnow.errors import MisconfiguredError
from winnow.ladder.rungs import open_rungs
from winnow.llm.open import open_following, open_model, open_rung
from winnow.llm.port import LanguageModel
from winnow.llm.stack import open_calls
from winnow.recipes.load import load_recipes
from winnow.recipes.recipe import Recipe
from winnow.records.calibrations import Calibrations
from winnow.records.database import open_database
from winnow.records.ladders import Ladders
from winnow.records.serving import ServingStore
from winnow.service import Service
from winnow.storage.open import open_blobs
from winnow_extract.drafting import Limits, Readers
from winnow_extract.handlers import Tools, handlers
from winnow_extract.settings import ExtractSettings


def create_service(
    settings: ExtractSettings | None = None, model: LanguageModel | None = None
) -> Service:
    """The service as it runs; `model` reads instead of the one that the settings name, always."""
    settings = settings or ExtractSettings()
    recipes = load_recipes(settings.recipes)
    blobs = open_blobs(settings)
    database = open_database(settings.database_url())
    follow = None if model else open_following(settings, ServingStore(database), blobs, recipes)
    model = model or open_model(settings)
    limits = Limits(settings.extract_windows, settings.extract_max_tokens, settings.extract_calls)
    rungs = _rungs(recipes, settings)
    seconds = _second_models(recipes, model, rungs, settings)
    calls = open_calls(settings, database, (model, *rungs.values(), *seconds.values()))
    tools = Tools(
        blobs=blobs,
        recipes=recipes,
        readers=Readers(model, calls, limits, seconds, rungs, follow),
        calibrations=Calibrations(database),
        ladders=Ladders(database),
    )

    async def close() -> None:
        await calls.stop()
        await database.close()

    return Service(
        name="extract",
        settings=settings,
        tools=tools,
        port=settings.extract_port,
        handlers=handlers(settings.extract_workers),
        ready={"blobs": blobs.ready, "database": database.ready, "model": model.ready},
        start=calls.start,
        close=close,
    )


def _rungs(recipes: Mapping[str, Recipe], settings: ExtractSettings) -> dict[str, LanguageModel]:
    """The models of all ladders, by their names in recipes."""
    return {
        name: model
        for recipe in recipes.values()
        for name, model in open_rungs(recipe, settings).items()
    }


def _second_models(
    recipes: Mapping[str, Recipe],
    first: LanguageModel,
    rungs: Mapping[str, LanguageModel],
    settings: ExtractSettings,
) -> dict[str, LanguageModel]:
    """The models that recipes name for a second reading; each must be another than the first."""
    opened: dict[str, LanguageModel] = {}
    for recipe in recipes.values():
        kind = recipe.second_reading
        if kind in ("none", "layout"):
            continue
        if kind not in opened:
            opened[kind] = open_rung(kind, settings)
        firsts = [rungs[name] for name in recipe.ladder if name in rungs] or [first]
        if opened[kind].name in {one.name for one in firsts}:
            raise MisconfiguredError(
                f"the recipe {recipe.recipe!r} has `second_reading: {kind}`, and "
                f"{opened[kind].name} reads first as well: name another model, or `layout`"
            )
    return opened
