"""The adapters that come with Winnow: whose default they are."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from winnow.contracts.tuning import ModelCard, Task
from winnow.llm import shipped as ours
from winnow.llm.local import LocalModel
from winnow.llm.shipped import ShippedOrBare, shipped
from winnow.llm.unshown import Unshown
from winnow.testing.model import FakeModel


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "receipt"
    place.mkdir()
    (place / "adapter_config.json").write_text(json.dumps({"peft_type": "LORA", "r": 8}))
    (place / "adapter_model.safetensors").write_bytes(b"weights")
    card = ModelCard(
        name="smollm2-135m-instruct+receipt@1", base="smollm2-135m-instruct", base_hash="b",
        recipe="receipt", task="extract", fields_hash="now", data_hash="d", counts={},
        created_at=datetime.now(UTC),
    )  # fmt: skip
    (place / "card.json").write_text(card.model_dump_json())
    return tmp_path


def test_it_is_the_default_of_its_recipe_and_task_only(folder: Path) -> None:
    found = shipped("receipt", "extract", "now", folder)
    assert found is not None
    assert found.card.recipe == "receipt"
    assert shipped("receipt", "summarise", "now", folder) is None
    assert shipped("invoice", "extract", "now", folder) is None


def test_a_recipe_that_was_changed_is_read_by_the_bare_base(folder: Path) -> None:
    assert shipped("receipt", "extract", "changed", folder) is None


def test_the_local_model_wears_it_unshown_and_others_do_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(recipe: str, task: Task, fields: str) -> ours.Shipped | None:
        return shipped(recipe, task, fields, folder)

    monkeypatch.setattr(ours, "shipped", found)
    default = ShippedOrBare({"receipt": "now"}, use_shipped=True)
    local, other = LocalModel(), FakeModel()
    tuned = default(local, "receipt", "extract")
    assert isinstance(tuned, Unshown)
    assert (tuned.name, tuned.window) == ("smollm2-135m-instruct+receipt@1", local.window)
    assert default(local, "receipt", "extract") is tuned
    assert default(local, "invoice", "extract") is local
    assert default(other, "receipt", "extract") is other
    assert (
        ShippedOrBare({"receipt": "now"}, use_shipped=False)(local, "receipt", "extract") is local
    )
