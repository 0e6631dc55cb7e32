"""An adapter is registered whole or not at all, and only where it fits."""

import zipfile
from pathlib import Path

import pytest

from winnow.errors import MisconfiguredError, UnreachableError
from winnow.llm.adapters import CONFIG, WEIGHTS
from winnow.recipes.recipe import Recipe
from winnow.registry.mlflow import MlflowRegistry
from winnow.registry.registering import attach, challenge, register
from winnow.registry.tools import Tools
from winnow.testing.blobs import MemoryBlobs
from winnow.testing.registry import MemoryRegistry
from winnow.testing.tuned import (
    BASE_HASH,
    adapter_in,
    calibration_of,
    card_of,
    evidence_of,
)


async def test_a_registered_adapter_can_be_fetched_and_unpacked(
    tools: Tools, recipe: Recipe, tmp_path: Path
) -> None:
    folder = adapter_in(tmp_path)
    (folder / "adapter" / "README.md").write_text("what peft writes besides")
    ref = await register(tools, card_of(recipe, shown=2), folder, recipe, BASE_HASH)
    assert (ref.version, ref.model, ref.shown) == ("1", card_of(recipe).name, 2)
    assert ref.adapter is not None
    await tools.blobs.fetch(ref.adapter, tmp_path / "fetched.zip")
    with zipfile.ZipFile(tmp_path / "fetched.zip") as packed:
        assert sorted(packed.namelist()) == [CONFIG, WEIGHTS]
        assert packed.read(WEIGHTS) == b"weights"


async def test_the_same_files_make_the_same_zip_whenever_they_were_written(
    tools: Tools, recipe: Recipe, tmp_path: Path
) -> None:
    refs = [
        await register(tools, card_of(recipe), adapter_in(tmp_path / name), recipe, BASE_HASH)
        for name in ("first", "again")
    ]
    assert refs[0] == refs[1]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"base_hash": "b0"}, "trained on small b0, and the base in use is b1"),
        ({"fields_hash": "older"}, "has changed since its examples were labelled"),
        ({"recipe": "invoice"}, "for the recipe invoice, not receipt"),
        ({"name": "small+receipt@000000000000"}, "are not those of its card"),
        ({"name": "other+receipt@000000000000"}, "must name it small"),
        ({"curves": ({"loss": float("nan")},)}, "NaN"),
    ],
)
async def test_what_does_not_fit_is_refused_and_nothing_kept(
    tools: Tools, recipe: Recipe, tmp_path: Path, told: dict[str, object], why: str
) -> None:
    with pytest.raises(MisconfiguredError, match=why):
        await register(tools, card_of(recipe, **told), adapter_in(tmp_path), recipe, BASE_HASH)
    assert await tools.models.versions() == []
    assert isinstance(tools.blobs, MemoryBlobs)
    assert tools.blobs.blobs == {}


async def test_a_folder_without_an_adapter_is_told(
    tools: Tools, recipe: Recipe, tmp_path: Path
) -> None:
    with pytest.raises(MisconfiguredError, match="holds no adapter"):
        await register(tools, card_of(recipe), tmp_path, recipe, BASE_HASH)


async def test_where_a_store_does_not_answer_there_is_no_version(
    tools: Tools, recipe: Recipe, tmp_path: Path
) -> None:
    assert isinstance(tools.blobs, MemoryBlobs)
    assert isinstance(tools.models, MemoryRegistry)
    for store in (tools.blobs, tools.models):
        store.fail_with(UnreachableError("store", "No space left on device"))
        with pytest.raises(UnreachableError, match="No space left"):
            await register(tools, card_of(recipe), adapter_in(tmp_path), recipe, BASE_HASH)
        store.fail_with(None)
    assert await tools.models.versions() == []
    assert (await register(tools, card_of(recipe), tmp_path, recipe, BASE_HASH)).version == "1"


async def test_a_version_challenges_and_the_registry_says_so_too(
    tools: Tools, recipe: Recipe, tmp_path: Path
) -> None:
    ref = await register(tools, card_of(recipe), adapter_in(tmp_path), recipe, BASE_HASH)
    version = await tools.models.get("receipt", "extract", ref.version)
    made = await challenge(tools, version, by="ann", canary=0.1)
    assert (made.challenger, made.champion, made.canary, made.revision) == (ref, None, 0.1, 1)
    assert await tools.models.aliases("receipt", "extract") == {"challenger": "1"}
    assert await challenge(tools, version, by="ann", canary=0.1) == made


async def test_only_its_own_evidence_and_calibration_are_attached(
    tools: Tools, recipe: Recipe, tmp_path: Path
) -> None:
    card = card_of(recipe)
    await register(tools, card, adapter_in(tmp_path), recipe, BASE_HASH)
    version = await tools.models.get("receipt", "extract", "1")
    evidence = evidence_of(card, (1.0,), (0.0,))
    with pytest.raises(MisconfiguredError, match="calibration is of other"):
        await attach(tools, version, evidence, calibration_of(recipe, "other"))
    other = evidence.model_copy(update={"challenger": "other"})
    with pytest.raises(MisconfiguredError, match="evidence is of other"):
        await attach(tools, version, other)
    assert await tools.models.evidence(version) is None
    await attach(tools, version, evidence, calibration_of(recipe, card.name))
    assert await tools.models.evidence(version) == evidence
    assert await tools.calibrations.newest("receipt", card.name) is not None


STEPS = ("create_run", "log_batch", "log_artifact", "set_terminated", "create_model_version")


@pytest.mark.parametrize("swept", [True, False], ids=["error", "kill"])
@pytest.mark.parametrize("step", STEPS)
async def test_mlflow_holds_no_half_version_whichever_step_fails(
    mlflow_models: MlflowRegistry,
    recipe: Recipe,
    tools: Tools,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    swept: bool,
) -> None:
    from mlflow import MlflowClient

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    mine = Tools(mlflow_models, tools.serving, tools.blobs, tools.calibrations, tools.bases)
    with monkeypatch.context() as patched:
        for name in (step, *(() if swept else ("delete_run",))):
            patched.setattr(MlflowClient, name, fail)
        with pytest.raises(UnreachableError, match="No space left"):
            await register(mine, card_of(recipe), adapter_in(tmp_path), recipe, BASE_HASH)
    assert await mlflow_models.versions() == []
    ref = await register(mine, card_of(recipe), tmp_path, recipe, BASE_HASH)
    assert [one.ref for one in await mlflow_models.versions()] == [ref]
    assert ref.version == "1"


async def test_mlflow_says_nothing_to_its_makers(mlflow_models: MlflowRegistry) -> None:
    await mlflow_models.versions()
    from mlflow.telemetry.utils import is_telemetry_disabled

    assert is_telemetry_disabled()
