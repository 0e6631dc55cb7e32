"""Recipes, held-out documents to compare."""

from pathlib import Path

import pytest

from winnow.config import Settings
from winnow.recipes.load import load_recipe
from winnow.recipes.recipe import Recipe

SLIP = """
recipe: slip
version: 1
title: Slip
description: A till slip.
fields:
  type: object
  properties:
    company: {type: string}
    total: {type: number}
must_have: [/total]
rules:
  - {id: positive, expr: data.total > 0.0, message: The total is not positive.}
examples:
  - {text: KIOSK 3.00, answer: {company: KIOSK, total: 3.0}}
"""
INTENT = """
recipe: intent
version: 1
title: Intent
description: A message to a bank.
fields:
  type: object
  properties:
    intent: {type: string, enum: [card, transfer, fee]}
"""


@pytest.fixture
def recipes(tmp_path: Path) -> Path:
    folder = tmp_path / "recipes"
    folder.mkdir()
    (folder / "slip.yaml").write_text(SLIP)
    (folder / "intent.yaml").write_text(INTENT)
    return folder


@pytest.fixture
def slip(recipes: Path) -> Recipe:
    return load_recipe(recipes / "slip.yaml")


@pytest.fixture
def intent(recipes: Path) -> Recipe:
    return load_recipe(recipes / "intent.yaml")


@pytest.fixture
def settings(tmp_path: Path, recipes: Path) -> Settings:
    return Settings(data=tmp_path / "data", recipes=recipes)
