"""The form that models fill."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from winnow.recipes.form import form_of
from winnow.recipes.recipe import Recipe
from winnow.recipes.validity import valid_leaf

FIELDS = {
    "type": "object",
    "properties": {
        "title": {"type": "string", "description": "What it says on top."},
        "day": {"type": "string", "format": "date"},
        "kind": {"type": "string", "enum": ["a", "b"]},
        "code": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "total": {"type": "number"},
        "count": {"type": "integer"},
        "paid": {"type": "boolean"},
        "seller": {"type": "object", "properties": {"name": {"type": "string", "maxLength": 5}}},
        "rows": {
            "type": "array",
            "maxItems": 2,
            "items": {"type": "object", "properties": {"amount": {"type": "number"}}},
        },
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}
FULL: dict[str, Any] = {
    "title": "x",
    "day": "2026-01-31",
    "kind": "a",
    "code": "EUR",
    "total": 1.5,
    "count": 3,
    "paid": True,
    "seller": {"name": "S"},
    "rows": [{"amount": 1.0}],
    "tags": ["t"],
}
EMPTY: dict[str, Any] = dict.fromkeys(FULL) | {"seller": {"name": None}, "rows": [], "tags": []}


@pytest.fixture
def recipe() -> Recipe:
    return Recipe(recipe="thing", version=1, title="T", description="D", fields=FIELDS)


def test_a_full_and_an_empty_answer_fit(recipe: Recipe) -> None:
    form = form_of(recipe)

    assert form.model_validate(FULL).model_dump() == FULL
    assert form.model_validate(EMPTY).model_dump() == EMPTY


def test_the_order_of_the_fields_is_kept(recipe: Recipe) -> None:
    assert list(form_of(recipe).model_json_schema()["properties"]) == list(FIELDS["properties"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("day", "31.01.2026"),
        ("kind", "c"),
        ("code", "EURO"),
        ("total", "1.5"),
        ("total", float("nan")),
        ("total", True),
        ("count", 1.5),
        ("paid", 1),
        ("title", "x" * 201),
        ("seller", {"name": "sixsix"}),
        ("seller", None),
        ("rows", [{"amount": 1.0}] * 3),
        ("rows", [{"amount": 1.0, "more": 1}]),
        ("tags", ["t"] * 51),
    ],
)
def test_what_does_not_fit_is_refused(recipe: Recipe, name: str, value: object) -> None:
    with pytest.raises(ValidationError):
        form_of(recipe).model_validate({**FULL, name: value})


def test_a_missing_key_is_not_a_null(recipe: Recipe) -> None:
    with pytest.raises(ValidationError):
        form_of(recipe).model_validate({"title": "x"})


def test_every_object_of_the_schema_is_closed_and_names_all_its_keys(recipe: Recipe) -> None:
    schema = form_of(recipe).model_json_schema()

    for part in (schema, *schema["$defs"].values()):
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])
    assert "\\\\d" not in json.dumps(schema)
    assert "default" not in json.dumps(schema)
    assert schema["properties"]["title"]["description"] == "What it says on top."


def test_a_grammar_can_be_made_of_the_schema(recipe: Recipe) -> None:
    llguidance = pytest.importorskip("llguidance")
    grammar = llguidance.LLMatcher.grammar_from_json_schema(
        form_of(recipe).model_json_schema(), overrides={"whitespace_flexible": False}
    )
    matcher = llguidance.LLMatcher(llguidance.LLTokenizer("byte"), grammar)
    answer = form_of(recipe).model_validate(FULL).model_dump_json().encode()

    assert matcher.try_consume_tokens(list(answer)) == len(answer), matcher.get_error()
    assert matcher.is_accepting()


def test_the_same_recipe_has_the_same_form(recipe: Recipe) -> None:
    assert form_of(recipe) is form_of(recipe.model_copy())


@pytest.mark.parametrize(
    ("pointer", "value", "valid"),
    [
        ("/day", "2026-01-31", True),
        ("/day", "2026-02-31", False),
        ("/day", None, True),
        ("/code", "EUR", True),
        ("/code", "eur", False),
        ("/total", 3, True),
        ("/total", "3", False),
        ("/rows/0/amount", 1.0, True),
        ("/rows/0/amount", "x", False),
        ("/tags/1", "t", True),
        ("/nothing", "t", False),
        ("/rows", None, False),
    ],
)
def test_a_leaf_is_valid_if_its_field_allows_it(
    recipe: Recipe, pointer: str, value: object, valid: bool
) -> None:
    assert valid_leaf(recipe, pointer, value) is valid
