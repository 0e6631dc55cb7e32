"""A trained adapter becomes package data; those that ship are whole and name no machine."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from winnow.calibration.gates import fields_hash
from winnow.contracts.tuning import ModelCard
from winnow.errors import MisconfiguredError
from winnow.recipes.load import load_recipes
from winnow.tuning.generating.drawing import DRAW
from winnow.tuning.generating.shipping import FOLDER, MOST_BYTES, ship

torch = pytest.importorskip("torch")


def trained(folder: Path, width: int = 4) -> Path:
    from safetensors.torch import save_file

    adapter = folder / "adapter"
    adapter.mkdir(parents=True)
    save_file({"layer.lora_A.weight": torch.ones(8, width)}, adapter / "adapter_model.safetensors")
    config = {"base_model_name_or_path": "/somewhere/base", "target_modules": ["v", "k"], "r": 8}
    (adapter / "adapter_config.json").write_text(json.dumps(config))
    card = ModelCard(
        name="base+x@0", base="base", base_hash="1", recipe="receipt", task="extract",
        fields_hash="2", data_hash="3", counts={"train": 1}, created_at=datetime.now(UTC),
    )  # fmt: skip
    (folder / "card.json").write_text(card.model_dump_json())
    return folder


def test_a_shipped_adapter_is_bf16_named_by_its_weights_and_names_no_path(tmp_path: Path) -> None:
    from safetensors.torch import load_file

    card = ship(trained(tmp_path / "run"), tmp_path / "package")
    folder = tmp_path / "package/receipt"
    [weights] = load_file(folder / "adapter_model.safetensors").values()
    config = json.loads((folder / "adapter_config.json").read_text())
    assert weights.dtype == torch.bfloat16
    assert config["base_model_name_or_path"] == "base"
    assert config["target_modules"] == ["k", "v"]
    assert card.name.startswith("base+receipt@")
    assert ModelCard.model_validate_json((folder / "card.json").read_text()) == card


def test_an_adapter_that_is_too_large_does_not_ship(tmp_path: Path) -> None:
    run = trained(tmp_path / "run", width=MOST_BYTES // 16 + 1)
    with pytest.raises(MisconfiguredError, match="smaller rank"):
        ship(run, tmp_path / "package")
    assert not (tmp_path / "package").exists()


def test_a_folder_without_a_training_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MisconfiguredError, match=r"holds no card\.json"):
        ship(tmp_path, tmp_path / "package")


@pytest.mark.parametrize("recipe", list(DRAW))
def test_what_ships_fits_the_recipe_it_is_for(recipe: str) -> None:
    folder = FOLDER / recipe
    if not folder.is_dir():
        pytest.skip("no adapter ships for it")
    card = ModelCard.model_validate_json((folder / "card.json").read_text())
    fields = load_recipes(Path(__file__).parents[3] / "recipes")[recipe]
    assert card.recipe == recipe
    assert card.fields_hash == fields_hash(fields), "the recipe's fields changed: make adapters"
    assert card.shown == 0
    assert (folder / "adapter_model.safetensors").stat().st_size <= MOST_BYTES
    config = json.loads((folder / "adapter_config.json").read_text())
    assert config["base_model_name_or_path"] == card.base
