"""How many rows fit one answer of a model. Pure."""

from collections.abc import Sequence
from statistics import mean
from typing import Any, Final

from winnow.recipes.recipe import Recipe
from winnow_extract.lines import Line
from winnow_extract.lists import ListField

KEY: Final = 6  # characters around a key and its value: quotes, colon, comma
SCALAR: Final = 25  # characters of a value that is in no list
FILLED: Final = 0.8  # of an answer; longer rows than usual need the rest
ROW: Final = 60  # characters of a row of which none was seen


def rows_per_answer(
    recipe: Recipe, field: ListField, lines: Sequence[Line], characters: float
) -> int:
    """How many of these lines an answer of so many characters can hold.

    An estimate from the names of the recipe's fields; an answer that is cut off all the same is
    asked for in parts.
    """
    printed = mean(len(" ".join(line.text.split())) for line in lines) if lines else ROW
    row = printed + sum(len(name) + KEY for name in field.names) + KEY
    left = FILLED * characters - _overhead(recipe.fields)
    return max(1, min(field.most, int(left / row)))


def _overhead(schema: dict[str, Any]) -> int:
    """Characters of everything that is no list."""
    return sum(
        len(name) + KEY + (_overhead(field) if field["type"] == "object" else SCALAR)
        for name, field in schema["properties"].items()
    )
