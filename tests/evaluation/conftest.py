"""A recipe and a labelled file to evaluate it on."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from winnow.config import Settings
from winnow.recipes.load import load_recipe
from winnow.recipes.recipe import Recipe

RECIPE = """
recipe: slip
version: 2
title: Slip
description: A till slip.
fields:
  type: object
  properties:
    company: {type: string}
    date: {type: string, format: date}
    total: {type: number}
    parties: {type: array, items: {type: string}}
    items:
      type: array
      items:
        type: object
        properties:
          name: {type: string}
          amount: {type: number}
must_have: [/company, /total]
"""

Write = Callable[[Sequence[Any]], Path]


@pytest.fixture
def recipes(tmp_path: Path) -> Path:
    folder = tmp_path / "recipes"
    folder.mkdir()
    (folder / "slip.yaml").write_text(RECIPE)
    return folder


@pytest.fixture
def slip(recipes: Path) -> Recipe:
    return load_recipe(recipes / "slip.yaml")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes rows as a labelled file; a string goes in as it is."""

    def written(rows: Sequence[Any]) -> Path:
        path = tmp_path / "labelled" / "index.jsonl"
        path.parent.mkdir(exist_ok=True)
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    return written


@pytest.fixture
def settings(tmp_path: Path, recipes: Path) -> Settings:
    return Settings(data=tmp_path / "data", recipes=recipes, model="openai", openai_model="fake")
