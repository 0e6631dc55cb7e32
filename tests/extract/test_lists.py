"""The lists of a recipe, and their rows in answers."""

from typing import Any

from winnow.recipes.form import form_of
from winnow.recipes.recipe import Recipe, SolvedCase
from winnow_extract.lists import full_lists, lists_of, only_list, put_rows, take_rows

TEXT: dict[str, Any] = {"type": "string"}
ROW = {
    "type": "object",
    "properties": {"unit_price": {"type": "number", "description": "Preis"}, "name": TEXT},
}
RECIPE = Recipe(
    recipe="order",
    version=1,
    title="Order",
    description="",
    fields={
        "type": "object",
        "properties": {
            "number": TEXT,
            "buyers": {"type": "array", "maxItems": 2, "items": TEXT},
            "order": {
                "type": "object",
                "properties": {
                    "day": TEXT,
                    "lines": {"type": "array", "maxItems": 3, "items": ROW},
                },
            },
        },
    },
    examples=(
        SolvedCase(
            text="Order 7",
            answer={
                "number": "7",
                "buyers": [],
                "order": {"day": None, "lines": [{"unit_price": 1.0, "name": "Oak"}]},
            },
        ),
    ),
)


def test_lists_of_objects_are_known_with_the_words_of_their_columns() -> None:
    [field] = lists_of(RECIPE)
    assert (field.pointer, field.name, field.most) == ("/order/lines", "order.lines", 3)
    assert [set(words) for words in field.columns] == [{"unit", "price", "preis"}, {"name"}]


def test_a_recipe_of_one_list_has_its_form_and_its_examples_in_it() -> None:
    part = only_list(RECIPE, "/order/lines")
    [case] = part.examples
    assert case.answer == {"order": {"lines": [{"unit_price": 1.0, "name": "Oak"}]}}
    form_of(part).model_validate(case.answer)


def test_rows_are_taken_out_and_put_back_with_their_probabilities() -> None:
    data: dict[str, Any] = {"number": "7", "order": {"day": None, "lines": [{"a": 1}, {"a": 2}]}}
    sure = {"/number": 0.5, "/order/lines/0/a": 0.1, "/order/lines/1/a": 0.2}
    rows = take_rows(data, sure, "/order/lines")
    assert (data["order"]["lines"], sure) == ([], {"/number": 0.5})
    put_rows(data, sure, "/order/lines", rows[::-1])
    assert data["order"]["lines"] == [{"a": 2}, {"a": 1}]
    assert sure == {"/number": 0.5, "/order/lines/0/a": 0.2, "/order/lines/1/a": 0.1}


def test_a_list_of_any_kind_is_full_with_as_many_rows_as_an_answer_may_have() -> None:
    data = {"number": "7", "buyers": ["A", "B"], "order": {"day": None, "lines": [{"name": "C"}]}}
    assert full_lists(RECIPE.fields, data) == {"buyers"}
    data["order"] = {"day": None, "lines": [{}, {}, {}]}
    assert full_lists(RECIPE.fields, data) == {"buyers", "order.lines"}
