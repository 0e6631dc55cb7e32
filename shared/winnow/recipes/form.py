"""A recipe's fields as a Pydantic model: the form that a language model fills."""

import json
from functools import lru_cache
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from winnow.recipes.fields import DATE, MAX_ITEMS, MAX_LENGTH
from winnow.recipes.recipe import Recipe

STRICT: Final = ConfigDict(extra="forbid", protected_namespaces=())


def form_of(recipe: Recipe) -> type[BaseModel]:
    """The form of a recipe whose `fields` were checked; the same class each time.

    All keys must be given and no others; every scalar may be null, so that a model is never
    forced to invent one. Strings and lists have a largest size. Whether a date exists in the
    calendar is not asked here: see `winnow.recipes.validity`.
    """
    return _form(recipe.recipe, json.dumps(recipe.fields))


@lru_cache(maxsize=256)
def _form(name: str, fields: str) -> type[BaseModel]:
    return _object(_camel(name), json.loads(fields))


def _object(name: str, schema: dict[str, Any]) -> type[BaseModel]:
    members: dict[str, Any] = {
        key: (_type(f"{name}{_camel(key)}", field), Field(description=field.get("description")))
        for key, field in schema["properties"].items()
    }
    return create_model(name, __config__=STRICT, __doc__=schema.get("description"), **members)


def _type(name: str, schema: dict[str, Any]) -> Any:
    kind = schema["type"]
    if kind == "object":
        return _object(name, schema)
    if kind == "array":
        row = _type(name, schema["items"])
        return Annotated[list[row], Field(max_length=schema.get("maxItems", MAX_ITEMS))]  # type: ignore[valid-type]
    return scalar_type(schema) | None


def scalar_type(schema: dict[str, Any]) -> Any:
    """The Python type, with its limits, of a string, number, integer or boolean field."""
    kind = schema["type"]
    if kind == "string":
        return _text(schema)
    if kind == "number":
        return Annotated[float, Field(strict=True, allow_inf_nan=False)]
    whole_or_flag = {"integer": int, "boolean": bool}[kind]
    return Annotated[whole_or_flag, Field(strict=True)]


def _text(schema: dict[str, Any]) -> Any:
    if "enum" in schema:
        return Literal[tuple(schema["enum"])]
    if schema.get("format") == "date":
        return Annotated[str, Field(strict=True, pattern=DATE)]
    return Annotated[
        str,
        Field(
            strict=True,
            pattern=schema.get("pattern"),
            max_length=schema.get("maxLength", MAX_LENGTH),
        ),
    ]


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
