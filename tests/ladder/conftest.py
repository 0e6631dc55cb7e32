"""A recipe of one field, labelled slips of which some are smudged, and two models for them."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from winnow.config import Settings
from winnow.evaluation.labelled import Labelled, read_labelled
from winnow.installed import installed_services
from winnow.llm import open as opening
from winnow.recipes.load import load_recipes
from winnow.recipes.recipe import Recipe
from winnow.testing.model import FakeModel
from winnow_extract import app

RECIPE = """
recipe: slip
version: 1
title: Slip
description: A till slip.
fields:
  type: object
  properties:
    total: {type: number}
must_have: [/total]
tolerated_error: 0.2
second_reading: none
ladder: [local, openai]
"""
DOCUMENTS = 80


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "slip.yaml").write_text(RECIPE)
    return Settings(data=tmp_path / "data", recipes=tmp_path / "recipes", model="openai")


@pytest.fixture
def recipe(settings: Settings) -> Recipe:
    return load_recipes(settings.recipes)["slip"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Labelled slips; the total of every fourth is smudged."""
    rng, rows = random.Random(3), []
    for number in range(DOCUMENTS):
        total = rng.randint(1000, 9999) / 100
        line = f"TOT {total:.2f} smudged" if number % 4 == 0 else f"TOTAL {total:.2f}"
        text = f"SHOP {number}\nItem 1.00\n{line}\nCASH 100.00"
        rows.append(json.dumps({"id": f"d{number}", "text": text, "gold": {"total": total}}))
    path = tmp_path / "labelled.jsonl"
    path.write_text("\n".join(rows))
    return path


@pytest.fixture
def labelled(data: Path, recipe: Recipe) -> list[Labelled]:
    return read_labelled(data, recipe)


class Priced(FakeModel):
    """A model that costs so many dollars a call."""

    def __init__(self, name: str, cost: float, reads: Any) -> None:
        super().__init__({"Slip": reads}, name=name)
        self.cost = cost

    async def fill(self, form: Any, prompt: Any, **asked: Any) -> Any:
        sure = 0.3 if "smudged" in prompt.text and self.name == "small" else 0.99
        self.probabilities = {"/total": sure}
        filled = await super().fill(form, prompt, **asked)
        priced = filled.usage.model_copy(update={"cost_usd": self.cost, "prices": "list"})
        return type(filled)(filled.form, priced, filled.probabilities)


def read_total(text: str) -> float:
    line = next(one for one in text.splitlines() if one.startswith("TOT"))
    return float(line.split()[1])


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> dict[str, Priced]:
    """A cheap model that misreads what is smudged, and a dear one that does not."""

    def small(prompt: Any) -> dict[str, Any]:
        return {"total": 1.0 if "smudged" in prompt.text else read_total(prompt.text)}

    def large(prompt: Any) -> dict[str, Any]:
        return {"total": read_total(prompt.text)}

    made = {"local": Priced("small", 0.001, small), "openai": Priced("large", 0.1, large)}
    installed_services()  # imported later, a service would keep what is put in place here
    monkeypatch.setattr(opening, "open_model", lambda settings: made[settings.model])
    monkeypatch.setattr(app, "open_model", lambda settings: made[settings.model])
    return made
