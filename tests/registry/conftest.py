"""A recipe, and the registry's tools on nothing but memory."""

import shutil
from pathlib import Path

import pytest

from winnow.recipes.recipe import Recipe
from winnow.registry.mlflow import MlflowRegistry
from winnow.registry.tools import Tools
from winnow.testing.registry import memory_tools


@pytest.fixture
def recipe() -> Recipe:
    return Recipe(
        recipe="receipt",
        version=1,
        title="Receipt",
        description="A receipt.",
        fields={"type": "object", "properties": {"total": {"type": "number"}}},
    )


@pytest.fixture
def tools() -> Tools:
    return memory_tools()


@pytest.fixture(scope="session")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """MLflow's store with its tables, which take seconds to make, but no model."""
    pytest.importorskip("mlflow")
    from mlflow import MlflowClient

    place = tmp_path_factory.mktemp("mlflow") / "mlflow.db"
    MlflowClient(tracking_uri=f"sqlite:///{place}").search_registered_models()
    return place


@pytest.fixture
def mlflow_models(new_store: Path, tmp_path: Path) -> MlflowRegistry:
    """MLflow with no model in it yet."""
    place = tmp_path / "mlflow.db"
    shutil.copy(new_store, place)
    return MlflowRegistry(f"sqlite:///{place}", tmp_path / "artifacts")
