"""winnow tune from labelled documents to the gate: all steps as they are, on a base of two layers.

Not real are the weights alone; the server is a process of its own.
"""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from winnow.config import Settings
from winnow.llm import local, weights
from winnow.llm import open as opening
from winnow.llm.serving.apart import served_apart
from winnow.registry.open import open_registry
from winnow.testing.tiny import TINY_HASH, tiny_weights
from winnow.tuning import paths
from winnow.tuning.measuring import Measuring
from winnow.tuning.training import TrainingOptions, training
from winnow.tuning.training.base import Base
from winnow.tuning.tuning import tune

CONTEXT = 2048
RECIPE = """
recipe: paint
version: 1
title: Paint
description: A tin of paint.
fields:
  type: object
  properties:
    colour: {type: string, enum: [red, blue, green]}
    lid: {type: string, enum: [tin, cork]}
"""
SERVES = f"""
from winnow.llm import local
from winnow.testing.tiny import TINY_HASH, tiny_weights
local.load_weights = lambda: tiny_weights({CONTEXT})
local.base_hash = lambda: TINY_HASH
from winnow.cli.main import app
app()
"""


def serves(port: int, served: str) -> Sequence[str]:
    told = ["models", "serve", "--port", str(port), "--adapter", served, "--attended"]
    return [sys.executable, "-c", SERVES, *told]


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The two-layer base wherever the local model would be opened."""
    monkeypatch.setattr(weights, "base_hash", lambda: TINY_HASH)
    for module in (local, paths):
        monkeypatch.setattr(module, "load_weights", lambda: tiny_weights(CONTEXT))
        monkeypatch.setattr(module, "base_hash", lambda: TINY_HASH)
    monkeypatch.setattr(paths, "served_apart", partial(served_apart, command=serves))
    monkeypatch.setattr(training, "open_base", _base)
    for cached in (local.shared_engine, opening._open_local, opening._open_openai):
        cached.cache_clear()
    yield
    for cached in (local.shared_engine, opening._open_local, opening._open_openai):
        cached.cache_clear()


def _base(_options: object) -> Base:
    made = tiny_weights(CONTEXT)
    return Base(weights.BASE_NAME, TINY_HASH, made.model, made.tokenizer, CONTEXT)


def settings_in(folder: Path) -> Settings:
    (folder / "recipes").mkdir()
    (folder / "recipes" / "paint.yaml").write_text(RECIPE)
    return Settings(
        data=folder / "data",
        recipes=folder / "recipes",
        model="local",
        local_adapters="none",
        parity_documents=2,
    )


def labelled(path: Path, number: int) -> Path:
    rng = random.Random(4)
    rows = []
    for at in range(number):
        words = ["".join(rng.choices("abcdefghijklmnoprstu", k=7)) for _ in range(6)]
        gold = {"colour": rng.choice(["red", "blue", "green"]), "lid": rng.choice(["tin", "cork"])}
        text = " ".join([*words, gold["colour"], gold["lid"]])
        rows.append({"id": f"d{at}", "text": text, "gold": gold})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.mark.usefixtures("tiny")
async def test_documents_become_a_challenger_that_the_gate_has_judged_in_all_its_rules(
    tmp_path: Path,
) -> None:
    pytest.importorskip("mlflow")
    settings, told = settings_in(tmp_path), list[tuple[str, Any]]()
    made = await tune(
        "paint",
        "extract",
        settings,
        folder=tmp_path / "tuned",
        data=labelled(tmp_path / "paint.jsonl", 80),
        options=TrainingOptions(epochs=1, looks=1, device="cpu", validate_examples=2),
        measuring=Measuring(12, ("base",)),
        on_progress=lambda step, far: told.append((step, far)),
    )
    async with open_registry(settings) as tools:
        version = await tools.models.get("paint", "extract", made.ref.version)
        calibration = await tools.calibrations.newest("paint", made.card.name)
        serving = await tools.serving.current("paint", "extract")
    assert version.verdict is not None
    found = {one.name: one for one in version.verdict.checks}
    assert {"base", "recipe", "compared", "serving path"} <= {
        name for name, one in found.items() if one.status == "kept"
    }, version.verdict
    assert found["serving path"].reason == (
        "local: 2 of 2 outputs are the same; openai (winnow models serve): 2 of 2 outputs are the "
        "same"
    )
    assert calibration is not None
    assert len(calibration.documents) == 12
    assert calibration.examples > 12
    assert serving is not None
    assert serving.challenger == version.ref
    assert [row.role for row in made.compared.rows] == ["base", "tuned"]
    assert made.compared.documents == 12
    for name in ("comparison.json", "report.md", "card.json", "split.json"):
        assert (tmp_path / "tuned" / name).is_file(), name
    kept = json.loads((tmp_path / "tuned" / "card.json").read_text())
    assert "field F1" in kept["figures"]["held_out"]
    ended = {step: far for step, far in told if hasattr(far, "done")}
    for step in ("comparing", "serving paths", "calibrating"):
        assert ended[step].done == ended[step].total, step
