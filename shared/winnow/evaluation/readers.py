"""Who reads a recipe's documents now, by full names: champions, where some were named."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from winnow.config import Settings
from winnow.contracts.tuning import Task
from winnow.ladder.rungs import names_of, open_rungs
from winnow.llm.following import Following
from winnow.llm.open import open_following, open_model
from winnow.llm.pointers import Nobody
from winnow.llm.port import LanguageModel
from winnow.recipes.recipe import Recipe
from winnow.records.known import known_database
from winnow.records.serving import ServingStore
from winnow.records.tables import serving
from winnow.storage.open import open_blobs


async def reader_of(recipe: Recipe, settings: Settings) -> str:
    """The full name of who reads: the model, or all rungs of the recipe's ladder in order."""
    if not recipe.ladder:
        return (await champion_of(recipe, settings)).name
    return " > ".join((await rungs_of(recipe, settings)).values())


async def champion_of(recipe: Recipe, settings: Settings, task: Task = "extract") -> LanguageModel:
    """Who does a task of the recipe, where it has no ladder."""
    async with _following(recipe, settings) as following:
        return await following.of(open_model(settings), recipe.recipe, task)


async def rungs_of(recipe: Recipe, settings: Settings) -> dict[str, str]:
    """The full name of each rung's reader, the cheapest first."""
    async with _following(recipe, settings) as following:
        rungs = {
            name: await following.of(rung, recipe.recipe, "extract")
            for name, rung in open_rungs(recipe, settings).items()
        }
    return names_of(recipe, rungs)


@asynccontextmanager
async def _following(recipe: Recipe, settings: Settings) -> AsyncIterator[Following]:
    async with known_database(settings, serving) as database:
        source = ServingStore(database) if database else Nobody()
        yield open_following(settings, source, open_blobs(settings), {recipe.recipe: recipe})
