"""The lists of a recipe whose rows are objects: where they stand in the data, what names them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from winnow.recipes.fields import MAX_ITEMS
from winnow.recipes.pointers import join, split
from winnow.recipes.recipe import Recipe

Row = tuple[Any, dict[str, float]]  # a row and the probabilities of its leaves by inner pointer


@dataclass(frozen=True, slots=True)
class ListField:
    """A list of objects. `columns` holds for each of `names` the words that may head it.

    `most` is how many rows one answer may have.
    """

    pointer: str
    names: tuple[str, ...]
    columns: tuple[frozenset[str], ...]
    most: int

    @property
    def name(self) -> str:
        """How a person is told of it: items, order.items."""
        return ".".join(split(self.pointer))


def lists_of(recipe: Recipe) -> tuple[ListField, ...]:
    """Every list of objects that is not itself inside a list."""
    return tuple(_lists(recipe.fields, ()))


def only_list(recipe: Recipe, pointer: str) -> Recipe:
    """The recipe with nothing but one list, its solved cases included."""
    path = split(pointer)
    examples = tuple(
        case.model_copy(update={"answer": _kept_values(case.answer, path)})
        for case in recipe.examples
    )
    fields = _kept_fields(recipe.fields, path)
    return recipe.model_copy(update={"fields": fields, "examples": examples})


def full_lists(schema: dict[str, Any], data: Any, at: str = "") -> set[str]:
    """Names of the lists, of whatever kind, that have as many rows as one answer may have."""
    if schema["type"] == "object" and isinstance(data, dict):
        dot = f"{at}." if at else ""
        inner = schema["properties"].items()
        return {
            name for key, field in inner for name in full_lists(field, data.get(key), dot + key)
        }
    if schema["type"] == "array" and isinstance(data, list):
        full = {at} if len(data) >= schema.get("maxItems", MAX_ITEMS) else set()
        return full | {name for row in data for name in full_lists(schema["items"], row, at)}
    return set()


def take_rows(data: dict[str, Any], sure: dict[str, float], pointer: str) -> list[Row]:
    """The rows of a list, taken out of an answer: the list stays, empty."""
    *path, name = split(pointer)
    for part in path:
        data = data.get(part) or {}
    rows = data.get(name) or []
    data[name] = []
    taken: list[Row] = [(row, {}) for row in rows]
    for key in [key for key in sure if key.startswith(f"{pointer}/")]:
        at, slash, inner = key.removeprefix(f"{pointer}/").partition("/")
        chance = sure.pop(key)
        if int(at) < len(taken):
            taken[int(at)][1][slash + inner] = chance
    return taken


def put_rows(data: dict[str, Any], sure: dict[str, float], pointer: str, rows: list[Row]) -> None:
    """Make these the rows of a list."""
    *path, name = split(pointer)
    for part in path:
        data = data.setdefault(part, {})
    data[name] = [row for row, _ in rows]
    for at, (_, given) in enumerate(rows):
        sure.update({f"{pointer}/{at}{inner}": chance for inner, chance in given.items()})


def words_in(text: str) -> set[str]:
    """Words of three letters and more, folded."""
    return set(re.findall(r"[^\W\d_]{3,}", text.casefold()))


def _lists(schema: dict[str, Any], at: tuple[str, ...]) -> Iterator[ListField]:
    for name, field in schema.get("properties", {}).items():
        if field["type"] == "object":
            yield from _lists(field, (*at, name))
        elif field["type"] == "array" and field["items"]["type"] == "object":
            row = field["items"]["properties"]
            columns = tuple(
                frozenset(words_in(f"{key.replace('_', ' ')} {column.get('description', '')}"))
                for key, column in row.items()
            )
            yield ListField(
                join((*at, name)), tuple(row), columns, field.get("maxItems", MAX_ITEMS)
            )


def _kept_fields(schema: dict[str, Any], path: list[str]) -> dict[str, Any]:
    name, *rest = path
    field = schema["properties"][name]
    return {**schema, "properties": {name: _kept_fields(field, rest) if rest else field}}


def _kept_values(answer: dict[str, Any], path: list[str]) -> dict[str, Any]:
    name, *rest = path
    value = answer[name]
    return {name: _kept_values(value, rest) if rest else value}
