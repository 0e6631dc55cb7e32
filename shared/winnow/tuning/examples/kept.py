"""The examples of reviewed documents, out of the database of the settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from winnow.config import Settings
from winnow.contracts.tuning import Task, TrainingExample
from winnow.records.database import open_database
from winnow.records.migrate import migrate
from winnow.records.training_examples import TrainingExamples
from winnow.tuning.examples.files import read_examples


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[TrainingExamples]:
    """The store of the settings' database, with all its tables."""
    url = settings.database_url()
    await migrate(url)
    database = open_database(url)
    try:
        yield TrainingExamples(database)
    finally:
        await database.close()


async def kept(settings: Settings, recipe: str, task: Task) -> list[TrainingExample]:
    """Those of a recipe and task."""
    async with opened(settings) as store:
        return await store.of_recipe(recipe, task)


async def stored(settings: Settings, example: str, file: Path | None) -> TrainingExample | None:
    """The example of an id, out of a file if one is named."""
    if file is not None:
        return next((one for one in read_examples(file) if one.id == example), None)
    async with opened(settings) as store:
        return await store.get(example)
