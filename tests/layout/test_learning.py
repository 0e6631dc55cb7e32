"""A layout learnt from labelled slips, and what it reads in new ones."""

import json
from typing import Any

import pytest

from winnow.contracts.parsed import ParsedDocument
from winnow.evaluation.given import given_document
from winnow.layout import agreement, learn, read
from winnow.recipes.recipe import Recipe

Slip = tuple[ParsedDocument, dict[str, Any]]


@pytest.fixture(scope="session")
def learnt(recipe: Recipe, slips: list[Slip]) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(json.dumps(learn(recipe, slips)))
    return stored


@pytest.mark.parametrize("field", ["company", "date", "address", "total", "kind"])
def test_a_field_is_read_in_slips_that_were_not_learnt_from(
    field: str, learnt: dict[str, Any], recipe: Recipe, new_slips: list[Slip]
) -> None:
    right = [
        agreement(gold[field], read(learnt, recipe, parsed).get(f"/{field}")) == "agrees"
        for parsed, gold in new_slips
    ]
    assert sum(right) >= 18


def test_a_field_without_labels_or_with_nulls_alone_is_not_learnt(learnt: dict[str, Any]) -> None:
    assert not {"/till", "/note"} & learnt["fields"].keys()


def test_fields_of_lists_are_not_learnt(learnt: dict[str, Any]) -> None:
    assert all(not pointer.startswith("/items") for pointer in learnt["fields"])


def test_fewer_than_fifteen_values_teach_nothing(recipe: Recipe, slips: list[Slip]) -> None:
    assert learn(recipe, slips[:14])["fields"] == {}


def test_another_kind_of_document_is_mostly_silent(learnt: dict[str, Any], recipe: Recipe) -> None:
    letter = given_document("Dear Ms Hale,\nthank you for the kind words about our garden.")
    assert not read(learnt, recipe, letter).keys() & {"/total", "/date", "/address"}


def test_a_document_without_a_word_is_read_as_nothing(
    learnt: dict[str, Any], recipe: Recipe
) -> None:
    blank = ParsedDocument(text="", pages=(), elements=(), chunks=())
    assert not read(learnt, recipe, blank).keys() & {"/total", "/date", "/address", "/company"}


def test_a_score_is_a_probability(
    learnt: dict[str, Any], recipe: Recipe, new_slips: list[Slip]
) -> None:
    readings = [one for parsed, _ in new_slips for one in read(learnt, recipe, parsed).values()]
    assert readings
    assert all(0 < one.score <= 1.000001 for one in readings)


def test_fields_that_the_recipe_lost_are_left_out(
    learnt: dict[str, Any], recipe: Recipe, new_slips: list[Slip]
) -> None:
    fields = {"type": "object", "properties": {"total": {"type": "number"}}}
    smaller = recipe.model_copy(update={"fields": fields})
    assert read(learnt, smaller, new_slips[0][0]).keys() <= {"/total"}


def test_learning_twice_teaches_the_same(
    learnt: dict[str, Any], recipe: Recipe, slips: list[Slip]
) -> None:
    assert json.loads(json.dumps(learn(recipe, slips))) == learnt


def test_text_without_boxes_is_learnt_as_well(recipe: Recipe, slips: list[Slip]) -> None:
    typed = [(given_document(parsed.text), {"total": gold["total"]}) for parsed, gold in slips]
    learnt = learn(recipe, typed[:45])
    right = [
        agreement(gold["total"], read(learnt, recipe, parsed).get("/total")) == "agrees"
        for parsed, gold in typed[45:]
    ]
    assert sum(right) >= 12
