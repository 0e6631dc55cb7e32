"""winnow calibrate --data: documents read by a model, compared with the layout, and learnt from."""

import json
import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from winnow.cli.main import app
from winnow.contracts.calibration import Judged
from winnow.contracts.evidence import Match, Signals
from winnow.recipes.recipe import Recipe

answering = pytest.importorskip("winnow.evaluation.answering")
given = pytest.importorskip("winnow.evaluation.given")
pytest.importorskip("winnow.layout")
pytest.importorskip("matplotlib")


@pytest.fixture
def receipt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Recipe:
    recipe = Recipe(
        recipe="receipt",
        version=1,
        title="Receipt",
        description="A receipt.",
        fields={
            "type": "object",
            "properties": {"total": {"type": "number", "description": "What was paid."}},
        },
        must_have=("/total",),
        tolerated_error=0.1,
    )
    folder = tmp_path / "recipes"
    folder.mkdir()
    with (folder / "receipt.yaml").open("w") as file:
        YAML(typ="safe").dump(json.loads(recipe.model_dump_json(exclude_none=True)), file)
    monkeypatch.setenv("WINNOW_DATA", str(tmp_path))
    monkeypatch.setenv("WINNOW_RECIPES", str(folder))
    return recipe


def labelled_file(folder: Path, documents: int) -> Path:
    rng = random.Random(1)
    lines = []
    for number in range(documents):
        total = rng.randint(100, 9999) / 100
        text = f"SHOP {number}\n\nItem {total / 2:.2f}\n\nTOTAL {total:.2f}\n\nCASH 100.00"
        lines.append(json.dumps({"id": f"d{number}", "text": text, "gold": {"total": total}}))
    path = folder / "labelled.jsonl"
    path.write_text("\n".join(lines))
    return path


async def answer_all(labelled: Any, recipe: Recipe, settings: Any, **options: Any) -> list[Any]:
    """A model that takes the cash given for the total once in eight times, and is as sure of it."""
    answered = []
    for number, one in enumerate(labelled):
        value = 100.0 if number % 8 == 0 else one.gold["total"]
        judged = Judged(
            document=one.id,
            group=one.group,
            pointer="/total",
            field="/total",
            value=value,
            gold=one.gold["total"],
            right=value == one.gold["total"],
            raw=0.9,
            signals=Signals(grounding=Match.EXACT, grounding_score=1, token_probability=0.9),
            model=f"{settings.model}-model",
            recipe=recipe.id,
        )
        answered.append(
            SimpleNamespace(
                labelled=one, parsed=given.given_document(one.text), judged=(judged,), failure=None
            )
        )
        options["on_progress"](answered[-1])
    return answered


def test_the_second_reading_tells_right_from_wrong_where_the_model_does_not(
    receipt: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "answer_all", answer_all)
    file = labelled_file(tmp_path, 150)
    told = CliRunner().invoke(
        app, ["calibrate", "receipt", "--data", str(file), "--model", "local", "--json"]
    )
    assert told.exit_code == 0, told.output
    line = json.loads(told.stdout)
    assert line["model"] == "local-model"
    assert line["figures"]["/total"]["auroc"]["value"] > 0.9
    gate = line["gates"]["/total"]
    assert gate["threshold"] is not None
    assert gate["coverage"] > 0.7
