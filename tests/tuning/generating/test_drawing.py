"""Made-up documents: their truth stands on them, holds by the recipe, and there are many kinds."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from winnow.errors import MisconfiguredError
from winnow.evaluation.gold import number_in
from winnow.evaluation.labelled import read_labelled
from winnow.recipes.form import form_of
from winnow.recipes.load import load_recipes
from winnow.recipes.rules import broken_rules
from winnow.tuning.generating.drawing import DRAW, draw, write
from winnow.tuning.generating.looks import LOOKS, text_of
from winnow.tuning.generating.paper import Paper
from winnow.tuning.generating.places import places

RECIPES = load_recipes(Path(__file__).parents[3] / "recipes")
CODES = {"/currency", "/date", "/issue_date"}
each_recipe = pytest.mark.parametrize("recipe", list(DRAW))


def papers(recipe: str, count: int = 400) -> Iterator[Paper]:
    return (DRAW[recipe](random.Random(f"test/{number}")) for number in range(count))


def value_at(gold: dict[str, Any], pointer: str) -> Any:
    value: Any = gold
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


@each_recipe
def test_the_truth_fits_the_form_and_breaks_no_rule(recipe: str) -> None:
    for paper in papers(recipe):
        form_of(RECIPES[recipe]).model_validate(paper.gold)
        assert broken_rules(RECIPES[recipe], paper.gold) == ()


@each_recipe
def test_what_must_be_there_is_printed(recipe: str) -> None:
    unmarked = {"/currency"}  # some documents do not say it, and then it is null
    for paper in papers(recipe):
        for pointer in set(RECIPES[recipe].must_have) - unmarked:
            assert value_at(paper.gold, pointer) is not None


@each_recipe
@pytest.mark.parametrize("look", list(LOOKS))
def test_every_value_stands_in_the_text(recipe: str, look: str) -> None:
    for paper in papers(recipe, 150):
        text = text_of(paper, look, random.Random(1))
        squeezed = "".join(text.split())
        for span in paper.spans():
            assert not span.field or "".join(span.text.split()) in squeezed


@each_recipe
def test_a_printed_number_is_the_true_one(recipe: str) -> None:
    for paper in papers(recipe, 200):
        for span in paper.spans():
            value = value_at(paper.gold, span.field) if span.field else None
            if isinstance(value, float) and "quantity" not in span.field and value >= 0:
                assert number_in(span.text) == pytest.approx(value, abs=0.01), span


def test_a_text_with_several_lines_is_joined_as_the_recipe_says() -> None:
    for paper in papers("receipt"):
        address = paper.gold["address"]
        if address is not None:
            assert "\n" not in address
            assert ",," not in address
            assert not address.endswith(",")


@each_recipe
def test_values_that_no_document_shows_are_null(recipe: str) -> None:
    for paper in papers(recipe):
        printed = {span.field for span in paper.spans()}
        for name, value in paper.gold.items():
            if isinstance(value, str) and f"/{name}" not in CODES:
                assert f"/{name}" in printed


@each_recipe
def test_all_countries_layouts_and_looks_occur(recipe: str) -> None:
    drawn = [one.traits for one in draw(recipe, 1500, seed=2)]
    assert {one["country"] for one in drawn} == {place.country for place in places()}
    assert {one["look"] for one in drawn} == set(LOOKS)
    assert {one["read"] for one in drawn} == {"picture", "text"}
    assert len({one["layout"] for one in drawn}) >= 5
    assert len({one["language"] for one in drawn}) >= 13


@each_recipe
def test_absent_values_occur_as_well_as_present_ones(recipe: str) -> None:
    optional = {"receipt": ("address", "currency"), "invoice": ("seller_vat_id", "currency")}
    for name in optional[recipe]:
        shares = [paper.gold[name] is None for paper in papers(recipe)]
        assert 0 < sum(shares) < len(shares) / 2 + 100


@each_recipe
def test_the_same_seed_draws_the_same_and_another_does_not(recipe: str) -> None:
    first, again, other = (list(draw(recipe, 5, seed)) for seed in (3, 3, 4))
    assert first == again
    assert {one.labelled.text for one in first}.isdisjoint({one.labelled.text for one in other})


@each_recipe
def test_what_is_written_reads_as_labelled_documents(recipe: str, tmp_path: Path) -> None:
    drawn = list(draw(recipe, 30, seed=5))
    path = tmp_path / "drawn.jsonl"
    assert write(iter(drawn), path) == 30
    read = read_labelled(path, RECIPES[recipe])
    assert [one.text for one in read] == [one.labelled.text for one in drawn]
    assert [one.gold for one in read] == [one.labelled.gold for one in drawn]
    assert json.loads(path.read_text("utf-8").split("\n")[0])["slices"] == drawn[0].traits


def test_documents_of_an_unknown_recipe_are_refused_with_what_can_be_drawn() -> None:
    with pytest.raises(MisconfiguredError, match="receipt and invoice"):
        list(draw("contract", 1, seed=1))
