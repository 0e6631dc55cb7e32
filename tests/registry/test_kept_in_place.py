"""A registry in a folder of our own outlives a move of the folder, and kills."""

import shutil
from pathlib import Path

import pytest

from winnow.contracts.base import BlobRef
from winnow.contracts.tuning import ModelCard, ModelRef
from winnow.recipes.recipe import Recipe
from winnow.registry.mlflow import MlflowRegistry
from winnow.registry.packing import pack
from winnow.testing.tuned import adapter_in, card_of, evidence_of


def opened(folder: Path) -> MlflowRegistry:
    return MlflowRegistry(f"sqlite:///{folder / 'mlflow.db'}", folder / "artifacts")


def ref_of(card: ModelCard) -> ModelRef:
    sha = "0" * 64
    blob = BlobRef(uri=f"blob://models/{sha}", sha256=sha, size=1)
    return ModelRef(version="", model=card.name, adapter=blob)


@pytest.fixture
def folder(new_store: Path, tmp_path: Path) -> Path:
    place = tmp_path / "old"
    place.mkdir()
    shutil.copy(new_store, place / "mlflow.db")
    return place


async def test_a_folder_that_was_moved_is_read_and_written_where_it_is(
    folder: Path, recipe: Recipe, tmp_path: Path
) -> None:
    first, second = card_of(recipe, b"1"), card_of(recipe, b"2")
    packed = pack(adapter_in(tmp_path / "made") / "adapter", tmp_path / "adapter.zip")
    version = await opened(folder).add(first, ref_of(first), packed)
    kept = evidence_of(first, (1.0,), (0.0,))
    await opened(folder).keep_evidence(version, kept)
    new = tmp_path / "new"
    folder.rename(new)
    moved = opened(new)
    assert [one.card for one in await moved.versions()] == [first]
    assert await moved.evidence(version) == kept
    await moved.add(second, ref_of(second), packed)
    assert not folder.exists()
    assert len(await opened(new).versions()) == 2


async def test_a_run_that_a_kill_left_open_is_closed_by_the_next(
    folder: Path, recipe: Recipe, tmp_path: Path
) -> None:
    from mlflow import MlflowClient

    first, second = card_of(recipe, b"1"), card_of(recipe, b"2")
    packed = pack(adapter_in(tmp_path / "made") / "adapter", tmp_path / "adapter.zip")
    await opened(folder).add(first, ref_of(first), packed)
    client = MlflowClient(tracking_uri=f"sqlite:///{folder / 'mlflow.db'}")
    experiment = client.get_experiment_by_name("winnow")
    assert experiment is not None
    left = client.create_run(experiment.experiment_id)
    await opened(folder).add(second, ref_of(second), packed)
    assert client.get_run(left.info.run_id).info.status == "KILLED"
    finished = client.search_runs([experiment.experiment_id], "attributes.status = 'FINISHED'")
    assert len(finished) == 2
