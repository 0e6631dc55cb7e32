"""Every ModelRegistry, the fake included, keeps the same promises."""

import shutil
from pathlib import Path

import pytest

from winnow.contracts.base import BlobRef
from winnow.contracts.tuning import ModelCard, ModelRef
from winnow.errors import MisconfiguredError
from winnow.recipes.recipe import Recipe
from winnow.records.moment import now
from winnow.registry.mlflow import MlflowRegistry
from winnow.registry.packing import pack
from winnow.registry.port import ModelRegistry
from winnow.registry.verdict import Check, GateVerdict
from winnow.testing.registry import MemoryRegistry
from winnow.testing.tuned import adapter_in, card_of, evidence_of


@pytest.fixture(scope="session")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """MLflow's store with its tables, which take seconds to make, but no model."""
    pytest.importorskip("mlflow")
    place = tmp_path_factory.mktemp("mlflow") / "mlflow.db"
    from mlflow import MlflowClient

    MlflowClient(tracking_uri=f"sqlite:///{place}").search_registered_models()
    return place


@pytest.fixture(params=["memory", "mlflow"])
def models(request: pytest.FixtureRequest, tmp_path: Path) -> ModelRegistry:
    if request.param == "memory":
        return MemoryRegistry()
    place = tmp_path / "mlflow.db"
    shutil.copy(request.getfixturevalue("new_store"), place)
    return MlflowRegistry(f"sqlite:///{place}", tmp_path / "artifacts")


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    return pack(adapter_in(tmp_path / "made") / "adapter", tmp_path / "adapter.zip")


RECIPE = Recipe(
    recipe="receipt",
    version=1,
    title="Receipt",
    description="A receipt.",
    fields={"type": "object", "properties": {"total": {"type": "number"}}},
)
FIRST = card_of(RECIPE, b"1")
SECOND = card_of(RECIPE, b"2", documents=("b" * 64, "c" * 64))
SHA = "0" * 64


def ref_of(card: ModelCard) -> ModelRef:
    blob = BlobRef(uri=f"blob://models/{SHA}", sha256=SHA, size=1)
    return ModelRef(version="", model=card.name, adapter=blob)


async def test_versions_are_counted_and_told_with_their_cards(
    models: ModelRegistry, packed: Path
) -> None:
    assert await models.versions() == []
    for card in (FIRST, SECOND):
        await models.add(card, ref_of(card), packed)
    first, second = await models.versions("receipt", "extract")
    assert (first.card, second.card) == (FIRST, SECOND)
    assert first.ref == ref_of(FIRST).model_copy(update={"version": "1"})
    assert await models.get("receipt", "extract", "2") == second
    assert await models.versions("invoice") == []
    assert await models.versions("receipt", "classify") == []
    with pytest.raises(MisconfiguredError, match="no version 3"):
        await models.get("receipt", "extract", "3")


async def test_the_same_adapter_again_is_the_version_that_it_is(
    models: ModelRegistry, packed: Path
) -> None:
    first = await models.add(FIRST, ref_of(FIRST), packed)
    assert await models.add(FIRST, ref_of(FIRST), packed) == first
    assert len(await models.versions()) == 1


async def test_recipes_and_tasks_count_apart(models: ModelRegistry, packed: Path) -> None:
    other = card_of(RECIPE, b"3", task="classify")
    for card in (FIRST, other):
        await models.add(card, ref_of(card), packed)
    assert [one.ref.version for one in await models.versions()] == ["1", "1"]


async def test_aliases_point_where_they_are_told_and_nowhere_else(
    models: ModelRegistry, packed: Path
) -> None:
    assert await models.aliases("receipt", "extract") == {}
    for card in (FIRST, SECOND):
        await models.add(card, ref_of(card), packed)
    await models.point("receipt", "extract", {"champion": "1", "challenger": "2"})
    assert await models.aliases("receipt", "extract") == {"champion": "1", "challenger": "2"}
    await models.point("receipt", "extract", {"champion": "2"})
    assert await models.aliases("receipt", "extract") == {"champion": "2"}


async def test_evidence_and_verdict_are_kept_and_replaced(
    models: ModelRegistry, packed: Path
) -> None:
    version = await models.add(FIRST, ref_of(FIRST), packed)
    assert await models.evidence(version) is None
    assert version.verdict is None
    for rights in ((1.0, 0.0), (1.0, 0.5)):
        kept = evidence_of(FIRST, rights, (0.0, 0.0))
        await models.keep_evidence(version, kept)
        assert await models.evidence(version) == kept
    check = Check(name="better", status="kept", reason="it is")
    verdict = GateVerdict(model=FIRST.name, champion=None, checks=(check,), at=now())
    await models.keep_verdict(version, verdict)
    assert (await models.get("receipt", "extract", "1")).verdict == verdict


async def test_an_erased_document_counts_once(models: ModelRegistry, packed: Path) -> None:
    first = await models.add(FIRST, ref_of(FIRST), packed)
    await models.add(SECOND, ref_of(SECOND), packed)
    for sha256 in ("a" * 64, "b" * 64, "a" * 64):
        await models.mark_erased(first, sha256)
    assert [one.card.erased for one in await models.versions()] == [2, 0]
