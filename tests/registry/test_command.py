"""winnow models: list, show, promote, rollback and check, as text and as JSON."""

import asyncio
import json
import shutil
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from winnow.cli.main import app
from winnow.config import Settings
from winnow.llm import weights
from winnow.recipes.load import load_recipes
from winnow.registry.open import open_registry
from winnow.registry.registering import attach, challenge, register
from winnow.registry.tools import Tools
from winnow.testing.tuned import BASE, BASE_HASH, adapter_in, calibration_of, card_of, evidence_of

GOOD = [1.0] * 36 + [0.0] * 4
BAD = [1.0] * 20 + [0.0] * 20
SLIP = """
recipe: slip
version: 1
title: Slip
description: A slip.
fields:
  type: object
  properties:
    total: {type: number}
"""


@pytest.fixture
def settings(new_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Folders of its own, a recipe, and a small base in place of the real one."""
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "slip.yaml").write_text(SLIP)
    (tmp_path / "data" / "registry").mkdir(parents=True)
    shutil.copy(new_store, tmp_path / "data" / "registry" / "mlflow.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WINNOW_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WINNOW_RECIPES", str(tmp_path / "recipes"))
    monkeypatch.setenv("WINNOW_MODEL", "local")
    monkeypatch.setattr(weights, "BASE_NAME", BASE)
    monkeypatch.setattr(weights, "base_hash", lambda: BASE_HASH)
    return Settings()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["models", *arguments])


def with_registry(settings: Settings, act: Callable[[Tools], Coroutine[Any, Any, None]]) -> None:
    async def opened() -> None:
        async with open_registry(settings) as tools:
            await act(tools)

    asyncio.run(opened())


def registered(settings: Settings, weights: bytes, champion: str, *, better: bool) -> str:
    """A challenger with all that the gate asks for; its name."""
    recipe = load_recipes(settings.recipes)["slip"]
    card = card_of(recipe, weights)

    async def act(tools: Tools) -> None:
        folder = adapter_in(settings.data / weights.decode(), weights)
        ref = await register(tools, card, folder, recipe, BASE_HASH)
        version = await tools.models.get("slip", "extract", ref.version)
        rights = (GOOD, BAD) if better else (BAD, GOOD)
        evidence = evidence_of(card, *rights, champion=champion)
        await attach(tools, version, evidence, calibration_of(recipe, card.name))
        await challenge(tools, version, by="tune")

    with_registry(settings, act)
    return card.name


def test_a_challenger_is_promoted_listed_shown_and_rolled_back(settings: Settings) -> None:
    name = registered(settings, b"1", BASE, better=True)
    made = run("promote", "slip", "--json")
    assert made.exit_code == 0, made.output
    told = json.loads(made.stdout)
    assert (told["promoted"], told["after"]["champion"]["model"]) == (True, name)

    [listed] = [json.loads(line) for line in run("list", "--json").stdout.splitlines()]
    assert (listed["version"], listed["aliases"], listed["passed"]) == ("1", ["champion"], True)
    assert listed["quality"] == "field F1 0.900"
    assert "champion" in run("list").stdout
    assert run("list", "other", "--json").stdout == ""

    shown = run("show", "slip")
    assert f"slip/extract version 1: {name}" in shown.stdout
    assert "kept    better: share right 0.500 -> 0.900" in shown.stdout
    assert json.loads(run("show", "slip", "1", "--json").stdout)["card"]["name"] == name

    back = run("rollback", "slip", "--why", "wrong totals")
    assert back.exit_code == 0, back.output
    assert f"champion version 1 {name} -> (the settings' model)" in back.stdout
    again = run("rollback", "slip", "--json")
    assert again.exit_code == 2
    assert "nothing to go back to" in again.stderr


def test_a_worse_challenger_is_refused_with_reasons_unless_it_is_forced(
    settings: Settings,
) -> None:
    registered(settings, b"1", BASE, better=False)
    refused = run("promote", "slip", "--json")
    assert refused.exit_code == 1
    told = json.loads(refused.stdout)
    assert told["promoted"] is False
    assert "it lost" in told["gate"]["words"]
    assert "is refused: better:" in refused.stderr
    assert run("promote", "slip", "--force", " ").exit_code == 2
    forced = run("promote", "slip", "--force", "the other one leaks")
    assert forced.exit_code == 0, forced.output
    assert "the other one leaks" in run("show", "slip").stdout


def test_an_alias_that_somebody_moved_is_told_and_mended(settings: Settings) -> None:
    registered(settings, b"1", BASE, better=True)

    async def move(tools: Tools) -> None:
        await tools.models.point("slip", "extract", {"champion": "1"})

    with_registry(settings, move)
    told = run("list", "--json")
    assert "champion was version 1, services follow none: mended" in told.stderr
    assert json.loads(told.stdout)["aliases"] == ["challenger"]
    assert "mended" not in run("list").stderr


def test_what_there_is_not_is_told_in_one_line(settings: Settings) -> None:
    for arguments, why in (
        (("promote", "slip"), "has no challenger"),
        (("promote", "slip", "7"), "no version 7; there is none at all"),
        (("show", "slip"), "has no champion"),
    ):
        told = run(*arguments)
        assert told.exit_code == 2
        assert why in told.stderr.replace("\n", " ")


def test_a_base_that_changed_is_told_once_and_its_calibrations_are_void(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from winnow.llm import identity

    monkeypatch.setattr(identity, "BASE_NAME", BASE)
    monkeypatch.setattr(identity, "base_hash", lambda: "b1")
    registered(settings, b"1", BASE, better=True)
    assert run("check", "--json").exit_code == 0
    monkeypatch.setattr(identity, "base_hash", lambda: "b2")
    changed = run("check", "--json")
    assert changed.exit_code == 1
    told = json.loads(changed.stdout)
    assert (told["before"], told["after"], len(told["calibrations"])) == ("b1", "b2", 1)
    assert "small was b1 and is b2 now: 1 calibrations are void" in changed.stderr
    assert run("check").exit_code == 0
    assert "of its own outputs: not calibrated yet" in run("promote", "slip").stderr.replace(
        "\n", " "
    )
