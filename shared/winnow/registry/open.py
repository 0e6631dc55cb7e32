"""Opens the registry that the settings name, with all that it stands on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from winnow.config import Settings
from winnow.records.bases import ModelBases
from winnow.records.calibrations import Calibrations
from winnow.records.database import Database, open_database
from winnow.records.migrate import migrate
from winnow.records.serving import ServingStore
from winnow.registry.mlflow import MlflowRegistry
from winnow.registry.port import ModelRegistry
from winnow.registry.tools import Tools
from winnow.storage.open import open_blobs


def open_models(settings: Settings) -> ModelRegistry:
    """The tracking server or store of `settings.registry`; else SQLite under `settings.data`."""
    if settings.registry:
        return MlflowRegistry(settings.registry)
    place = settings.data.resolve() / "registry"
    return MlflowRegistry(f"sqlite:///{place / 'mlflow.db'}", place / "artifacts")


def tools_on(database: Database, settings: Settings) -> Tools:
    """The registry on a database that is open."""
    return Tools(
        models=open_models(settings),
        serving=ServingStore(database),
        blobs=open_blobs(settings),
        calibrations=Calibrations(database),
        bases=ModelBases(database),
    )


@asynccontextmanager
async def open_registry(settings: Settings) -> AsyncIterator[Tools]:
    """The registry on a database of its own, for commands."""
    url = settings.database_url()
    await migrate(url)
    database = open_database(url)
    try:
        yield tools_on(database, settings)
    finally:
        await database.close()
