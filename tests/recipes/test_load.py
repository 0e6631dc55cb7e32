"""Recipes from files: what is read, and what a reader of the error is told."""

import json
from pathlib import Path
from textwrap import dedent

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from winnow.errors import MisconfiguredError
from winnow.recipes.load import load_recipe, load_recipes
from winnow.recipes.schema import recipe_schema

SHIPPED = Path(__file__).parents[2] / "recipes"
GOOD = """\
recipe: ticket
version: 2
title: Ticket
description: A ticket for a journey.
fields:
  type: object
  properties:
    number: {type: string, maxLength: 12}
    day: {type: string, format: date}
    price: {type: number}
    legs:
      type: array
      items:
        type: object
        properties:
          fare: {type: number}
must_have: [/number, /legs]
rules:
  - id: fares-add-up
    expr: near(sum(data.legs.map(l, l.fare)), data.price)
    message: The fares do not make the price.
examples:
  - text: Ticket 12 of 1 May 2026, 5 EUR
    answer: {number: "12", day: 2026-05-01, price: 5, legs: [{fare: 5}]}
"""


ROWS = GOOD[GOOD.index("      items:") : GOOD.index("must_have")]
SUM = "near(sum(data.legs.map(l, l.fare)), data.price)"


def write(folder: Path, text: str, name: str = "ticket.yaml") -> Path:
    path = folder / name
    path.write_text(dedent(text), "utf-8")
    return path


def faults(path: Path) -> list[str]:
    with pytest.raises(MisconfiguredError) as caught:
        load_recipe(path)
    return [line.replace(f"{path}:", "") for line in str(caught.value).splitlines()]


def test_a_sound_file_becomes_a_recipe(tmp_path: Path) -> None:
    recipe = load_recipe(write(tmp_path, GOOD))

    assert recipe.id == "ticket@2"
    assert list(recipe.fields["properties"]) == ["number", "day", "price", "legs"]


def test_a_date_that_yaml_reads_as_one_is_text_again(tmp_path: Path) -> None:
    recipe = load_recipe(write(tmp_path, GOOD))

    assert recipe.examples[0].answer["day"] == "2026-05-01"


def test_recipes_are_known_by_name(tmp_path: Path) -> None:
    write(tmp_path, GOOD)

    assert list(load_recipes(tmp_path)) == ["ticket"]


@pytest.mark.parametrize("folder", ["empty", "absent"])
def test_a_folder_without_recipes_is_refused(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(MisconfiguredError, match="WINNOW_RECIPES"):
        load_recipes(tmp_path / folder)


def test_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, "- a list", "one.yaml")
    write(tmp_path, "recipe: [", "two.yaml")
    write(tmp_path, GOOD)

    with pytest.raises(MisconfiguredError) as caught:
        load_recipes(tmp_path)

    assert "one.yaml:1: must be a mapping" in str(caught.value)
    assert "two.yaml:1: is no YAML" in str(caught.value)


def test_the_same_recipe_in_two_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD, "ticket.yml")

    with pytest.raises(MisconfiguredError, match="stands in another file too"):
        load_recipes(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("recipe: ticket", "recipe: tiket", "1: recipe: 'tiket' must be the file's name, 'ticket'"),
        ("title: Ticket\n", "", "1: title: is missing; add it"),
        ("title: Ticket", "titel: x\ntitle: Ticket", "3: titel: is not a key that is known here"),
        ("version: 2", "version: two", "2: version: input should be a valid integer"),
        ("version: 2", "version: 2\nversion: 3", "3: is no YAML: found duplicate key"),
        (
            "{type: number}\n    legs",
            "{type: money}\n    legs",
            "10: fields.properties.price.type: 'money' is not supported; use one of",
        ),
        (
            "maxLength: 12",
            "maxLength: -1",
            "8: fields.properties.number.maxLength: must be a whole number",
        ),
        (
            "format: date",
            "format: time",
            "9: fields.properties.day.format: only `date` is supported",
        ),
        (
            "maxLength: 12",
            "minLength: 12",
            "8: fields.properties.number.minLength: is not supported here; the type",
        ),
        (
            "format: date",
            "format: date, enum: [a]",
            "9: fields.properties.day.enum: cannot stand beside `format`",
        ),
        (
            "maxLength: 12",
            "pattern: '[0-9]+'",
            "8: fields.properties.number.pattern: must start with ^ and end with $",
        ),
        (
            "maxLength: 12",
            "pattern: '^\\d+$'",
            "8: fields.properties.number.pattern: write the characters out",
        ),
        (
            "maxLength: 12",
            "pattern: '^(?=a)b$'",
            "8: fields.properties.number.pattern: is no regular expression",
        ),
        (
            "    price:",
            "    copy: {type: string}\n    price:",
            "10: fields.properties.copy: is a reserved word",
        ),
        (
            "    price:",
            "    a-b: {type: string}\n    price:",
            "10: fields.properties.a-b: is no field name",
        ),
        (ROWS, "", "11: fields.properties.legs.items: is missing; say what a row is"),
        ("/legs]", "/legz]", "17: must_have[1]: '/legz' is not among the fields"),
        ("/legs]", "legs]", "17: must_have[1]: 'legs' is no JSON Pointer"),
        ("/legs]", "/legs/0]", "17: must_have[1]: '/legs/0' is an object; name fields inside it"),
        ("data.price)", "data.price", "20: rules[0].expr: is no CEL expression"),
        (
            "data.price)",
            "data.prize)",
            "20: rules[0].expr: names 'prize', which is not among the fields",
        ),
        ("near(", "close(", "20: rules[0].expr: knows only `data`, the functions of CEL, and near"),
        (SUM, "data.price == 3", "20: rules[0].expr: compares or adds values of different types"),
        (SUM, "data.price", "20: rules[0].expr: must be true or false"),
        ("price: 5,", "price: 6,", "24: examples[0].answer: breaks the rule 'fares-add-up'"),
        (
            "price: 5,",
            "price: five,",
            "24: examples[0].answer.price: input should be a valid number, not 'five'",
        ),
        ("price: 5, ", "", "24: examples[0].answer.price: is missing; add it"),
        ("{fare: 5}", "{far: 5}", "24: examples[0].answer.legs[0].far: is not a key"),
    ],
)
def test_a_fault_is_told_with_line_key_and_cure(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in GOOD

    found = faults(write(tmp_path, GOOD.replace(old, new, 1)))

    assert any(line.startswith(told) for line in found), found


def test_all_faults_of_a_file_are_told_in_its_order(tmp_path: Path) -> None:
    text = GOOD.replace("/legs]", "/x]").replace("data.price)", "data.y)").replace("{fare: 5}", "3")

    found = faults(write(tmp_path, text))

    assert [int(line.split(":")[0]) for line in found] == [17, 20, 24]


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_recipe_loads_and_fits_the_published_schema(path: Path) -> None:
    load_recipe(path)

    content = YAML(typ="safe").load(path.read_text("utf-8"))
    plain = json.loads(json.dumps(content, default=str))
    assert not list(Draft202012Validator(recipe_schema()).iter_errors(plain))


def test_the_published_schema_is_itself_sound() -> None:
    Draft202012Validator.check_schema(recipe_schema())
