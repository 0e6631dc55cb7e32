"""winnow tune: what it prints, and how it ends."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from winnow.cli.main import app
from winnow.contracts.tuning import ModelCard, ModelRef
from winnow.errors import MisconfiguredError
from winnow.evaluation.scores import Between, share
from winnow.tuning import tuning
from winnow.tuning.comparing.comparison import Comparison, Row, Seconds
from winnow.tuning.comparing.comparison import Verdict as Reason
from winnow.tuning.measuring import Measuring
from winnow.tuning.training import Progress, TrainingOptions
from winnow.tuning.tuning import Tuned

MODEL = "base+adapter@0123456789ab"


@dataclass
class Verdict:
    passed: bool
    words: str = "it is what the gate says"


def outcome(folder: Path, passed: bool) -> Tuned:
    card = ModelCard(
        name=MODEL,
        base="base",
        base_hash="ab",
        recipe="receipt",
        task="extract",
        fields_hash="cd",
        data_hash="ef",
        counts={"train": 28, "validation": 6, "test": 6},
        figures={"validation": {"f1": 0.93, "loss": 0.1}},
        created_at=datetime.now(UTC),
        seconds=600,
    )
    ref = ModelRef(version="4", model=MODEL)
    faults = ("two labels for one text",)
    return Tuned(card, faults, alone(), ref, Verdict(passed), folder)


def alone() -> Comparison:
    """A comparison in which the base alone took part, with one document."""
    whole, none = share(1, 1), share(0, 1)
    main = Between(value=1.0, low=0.2, high=1.0)
    row = Row(
        role="base",
        name="base~zero-shot",
        model="base",
        documents=1,
        main=main,
        measures={"field F1": main},
        exact=whole,
        valid=whole,
        failures=none,
        usd=0.001,
        by_time=True,
        seconds=Seconds(mean=1.0, median=1.0, p95=1.0),
        outcomes=(),
    )
    return Comparison(
        recipe="receipt@1",
        fields_hash="cd",
        task="extract",
        kind="values",
        measure="field F1",
        documents=1,
        data_hash="ef",
        rows=(row,),
        verdict=Reason(decision="not shown", reason="nothing was tuned"),
        seed=0,
        usd_per_hour=0.1,
        created_at=datetime.now(UTC),
        wall_seconds=0.0,
    )


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the command asks for; `passed` and `fails` say what comes of it."""
    seen: dict[str, Any] = {"passed": True}

    async def fake(recipe: str, task: str, _settings: object, **told: Any) -> Tuned:
        seen.update(told, recipe=recipe, task=task)
        if "fails" in seen:
            raise MisconfiguredError(seen["fails"])
        told["on_progress"]("training", Progress("training", 3, 9, 60.0, 0.5))
        return outcome(told["folder"], seen["passed"])

    monkeypatch.setattr(tuning, "tune", fake)
    return seen


def test_the_options_reach_the_training(asked: dict[str, Any], tmp_path: Path) -> None:
    words = "tune receipt --data f.jsonl --minutes 5 --rank 4 --layers 0.3 --strict --seed 2 --out"
    result = CliRunner().invoke(app, [*words.split(), str(tmp_path)])
    assert result.exit_code == 0
    assert asked["options"] == TrainingOptions(minutes=5, rank=4, layers=0.3, seed=2)
    assert (asked["strict"], asked["folder"], asked["data"]) == (True, tmp_path, Path("f.jsonl"))
    assert "version 4" in result.stdout
    assert "validation F1 0.930" in result.stdout


def test_json_is_one_object_and_a_refusal_is_exit_code_1(
    asked: dict[str, Any], tmp_path: Path
) -> None:
    asked["passed"] = False
    result = CliRunner().invoke(app, ["tune", "receipt", "--json", "--out", str(tmp_path)])
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (told["version"], told["model"], told["passed"]) == ("4", MODEL, False)
    assert told["faults"] == ["two labels for one text"]
    assert told["compared"]["verdict"]["reason"] == "nothing was tuned"


def test_documents_and_contenders_to_measure_on_are_passed_on(
    asked: dict[str, Any], tmp_path: Path
) -> None:
    words = ["tune", "receipt", "--out", str(tmp_path)]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert asked["measuring"] == Measuring()
    more = ["--held-out", "40", "--contenders", "base, few-shot"]
    assert CliRunner().invoke(app, [*words, *more]).exit_code == 0
    assert asked["measuring"] == Measuring(40, ("base", "few-shot"))
    assert CliRunner().invoke(app, [*words, "--contenders", "best"]).exit_code == 2


def test_a_fault_is_one_line_that_says_what_to_do(asked: dict[str, Any]) -> None:
    asked["fails"] = "label more documents"
    result = CliRunner().invoke(app, ["tune", "receipt"])
    assert result.exit_code == 2
    assert "label more documents" in result.stderr
    assert not result.stdout


@pytest.mark.parametrize("wrong", ["--layers=2", "--rank=0", "--minutes=0", "--task=sing"])
def test_what_cannot_be_is_refused_before_anything_is_read(
    asked: dict[str, Any], wrong: str
) -> None:
    assert CliRunner().invoke(app, ["tune", "receipt", wrong]).exit_code == 2
    assert "recipe" not in asked
