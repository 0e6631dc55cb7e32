"""An example's answer as values by field, and which of them are choices from a closed list."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from winnow.contracts.tuning import TrainingExample
from winnow.recipes.pointers import Scalar, field_of, join, leaves


def values_of(example: TrainingExample) -> dict[str, Scalar]:
    """The values of an answer by field; in lists the first row's, as `/items/*/name`.

    Empty where the answer is no JSON object: a check of its own tells that.
    """
    found: dict[str, Scalar] = {}
    for pointer, value in leaves_of(example).items():
        found.setdefault(field_of(pointer), value)
    return found


def leaves_of(example: TrainingExample) -> dict[str, Scalar]:
    """The values of an answer by JSON Pointer; empty where it is no JSON object."""
    try:
        data = json.loads(example.answer)
    except json.JSONDecodeError:
        return {}
    return leaves(data) if isinstance(data, dict) else {}


def closed_values(example: TrainingExample) -> dict[str, Scalar]:
    """The values outside of lists whose form names all that they may be, by pointer."""
    closed = closed_fields(example.form)
    return {at: value for at, value in leaves_of(example).items() if at in closed}


def closed_fields(form: Mapping[str, Any]) -> dict[str, tuple[Scalar, ...]]:
    """What each field of a JSON Schema may be, where it says so (enum, const, boolean)."""
    return dict(_closed(form, form, ()))


def _closed(
    schema: Mapping[str, Any], form: Mapping[str, Any], at: tuple[str, ...]
) -> Iterator[tuple[str, tuple[Scalar, ...]]]:
    for name, inner in _resolved(schema, form).get("properties", {}).items():
        here = (*at, name)
        for way in _ways(_resolved(inner, form), form):
            if "enum" in way or "const" in way:
                yield join(here), tuple(way.get("enum", [way.get("const")]))
            elif way.get("type") == "boolean":
                yield join(here), (True, False)
            elif "properties" in way:
                yield from _closed(way, form, here)


def _ways(schema: Mapping[str, Any], form: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The schema, or each that it lets one choose from."""
    for way in schema.get("anyOf", [schema]):
        yield _resolved(way, form)


def _resolved(schema: Mapping[str, Any], form: Mapping[str, Any]) -> Mapping[str, Any]:
    """The definition that a schema refers to, as Pydantic writes it."""
    named = str(schema.get("$ref", ""))
    return form.get("$defs", {}).get(named.rpartition("/")[2], schema) if named else schema
