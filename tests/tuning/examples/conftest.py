"""A recipe whose documents are long, and settings under which they are asked about in parts."""

from pathlib import Path

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
    paid: {type: boolean}
    items:
      type: array
      items:
        type: object
        properties:
          name: {type: string}
          amount: {type: number}
must_have: [/company, /total]
examples:
  - text: CORNER CAFE  Total 4.00
    answer: {company: CORNER CAFE, date: null, total: 4.0, paid: null, items: []}
"""
OTHER = """
recipe: letter
version: 1
title: Letter
description: A letter.
fields: {type: object, properties: {sender: {type: string}}}
"""


@pytest.fixture
def recipes(tmp_path: Path) -> Path:
    folder = tmp_path / "recipes"
    folder.mkdir()
    (folder / "slip.yaml").write_text(RECIPE)
    (folder / "letter.yaml").write_text(OTHER)
    return folder


@pytest.fixture
def slip(recipes: Path) -> Recipe:
    return load_recipe(recipes / "slip.yaml")


@pytest.fixture
def settings(tmp_path: Path, recipes: Path) -> Settings:
    """The server is never asked: nothing listens there."""
    return Settings(
        data=tmp_path / "data",
        recipes=recipes,
        model="openai",
        openai_model="fake",
        openai_base_url="http://127.0.0.1:9/v1",
        openai_window=500,
    )
