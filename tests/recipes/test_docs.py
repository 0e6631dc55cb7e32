"""docs/recipes.md tells the truth."""

import re
from pathlib import Path

import pytest

from winnow.errors import MisconfiguredError
from winnow.recipes.load import load_recipe
from winnow.recipes.recipe import Recipe

PAGE = (Path(__file__).parents[2] / "docs" / "recipes.md").read_text("utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def test_the_example_loads(tmp_path: Path) -> None:
    path = tmp_path / "delivery_note.yaml"
    path.write_text(block("yaml"), "utf-8")

    assert load_recipe(path).must_have == ("/note_number", "/sender", "/goods")


def test_the_errors_shown_are_those_that_appear(tmp_path: Path) -> None:
    faulty = (
        block("yaml")
        .replace("maxLength: 40", "minLength: 40")
        .replace("/goods]", "/good]")
        .replace("data.packages)", "data.package)")
    )
    path = tmp_path / "delivery_note.yaml"
    path.write_text(faulty, "utf-8")

    with pytest.raises(MisconfiguredError) as caught:
        load_recipe(path)

    told = str(caught.value).replace(f"{tmp_path}/", "recipes/").splitlines()
    assert told == block("text").splitlines()


def test_every_key_is_explained() -> None:
    explained = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))

    assert set(Recipe.model_fields) <= explained
