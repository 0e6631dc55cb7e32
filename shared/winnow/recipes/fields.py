"""The part of JSON Schema that a recipe's `fields` may use."""

import re
from typing import Annotated, Any, Final

from pydantic import BaseModel, Field, TypeAdapter
from pydantic_core import SchemaError

from winnow.recipes.pointers import split
from winnow.recipes.problems import Path, Problem

DATE: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
MAX_LENGTH: Final = 200  # characters of a string whose schema names no maxLength
MAX_ITEMS: Final = 50  # rows of a list whose schema names no maxItems
MAX_DEPTH: Final = 6
NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
KEYS: Final[dict[str, frozenset[str]]] = {
    "object": frozenset({"type", "description", "properties"}),
    "array": frozenset({"type", "description", "items", "maxItems"}),
    "string": frozenset(
        {"type", "description", "format", "enum", "pattern", "maxLength", "tolerated_error"}
    ),
    "number": frozenset({"type", "description", "tolerated_error"}),
    "integer": frozenset({"type", "description", "tolerated_error"}),
    "boolean": frozenset({"type", "description", "tolerated_error"}),
}
INSTEAD: Final = {
    "required": "every field may be null; name the needed ones under `must_have`",
    "additionalProperties": "other keys are always forbidden; remove it",
    "minimum": "write a rule instead",
    "maximum": "write a rule instead",
    "oneOf": "give the field one type",
    "anyOf": "give the field one type; every field may be null anyway",
    "$ref": "write the fields out",
    "default": "a value that the document does not say is null",
}


def field_problems(schema: Any, path: Path = ()) -> list[Problem]:
    """All that keeps `schema` from being made a form."""
    if not isinstance(schema, dict):
        return [Problem(path, "must be a mapping with a `type`")]
    kind = schema.get("type")
    if not isinstance(kind, str) or kind not in KEYS:
        told = "is missing" if kind is None else f"{kind!r} is not supported"
        return [Problem((*path, "type"), f"{told}; use one of {', '.join(KEYS)}")]
    if not path and kind != "object":
        return [Problem(("type",), "must be `object`: the fields are its `properties`")]
    if len(path) > 2 * MAX_DEPTH:
        return [Problem(path, f"is nested deeper than {MAX_DEPTH} levels")]
    problems = [
        Problem((*path, key), f"is not supported here; {INSTEAD.get(key) or _known(kind)}")
        for key in schema
        if key not in KEYS[kind]
    ]
    if not isinstance(schema.get("description", ""), str):
        problems.append(Problem((*path, "description"), "must be text"))
    problems += _rate_problems(schema, path)
    return problems + _inner_problems(kind, schema, path)


def _rate_problems(schema: dict[str, Any], path: Path) -> list[Problem]:
    rate = schema.get("tolerated_error", 0.5)
    if isinstance(rate, float) and 0 < rate < 1:
        return []
    return [Problem((*path, "tolerated_error"), f"must be a share such as 0.02, not {rate!r}")]


def _known(kind: str) -> str:
    return f"the type {kind} knows {', '.join(sorted(KEYS[kind]))}"


def _inner_problems(kind: str, schema: dict[str, Any], path: Path) -> list[Problem]:
    if kind == "object":
        return _object_problems(schema.get("properties"), (*path, "properties"))
    if kind == "array":
        if "items" not in schema:
            return [Problem((*path, "items"), "is missing; say what a row is")]
        rows = field_problems(schema["items"], (*path, "items"))
        return rows + _count_problems(schema, "maxItems", path)
    if kind == "string":
        return _string_problems(schema, path) + _count_problems(schema, "maxLength", path)
    return []


def _object_problems(properties: Any, path: Path) -> list[Problem]:
    if not isinstance(properties, dict) or not properties:
        return [Problem(path, "must be a mapping with at least one field")]
    problems: list[Problem] = []
    for name, schema in properties.items():
        at = (*path, name)
        if not isinstance(name, str) or not NAME.fullmatch(name):
            problems.append(Problem(at, "is no field name; use letters, digits and _"))
        elif hasattr(BaseModel, name):
            problems.append(Problem(at, "is a reserved word; choose another name"))
        problems += field_problems(schema, at)
    return problems


def _count_problems(schema: dict[str, Any], key: str, path: Path) -> list[Problem]:
    count = schema.get(key, 1)
    if isinstance(count, int) and not isinstance(count, bool) and count >= 1:
        return []
    return [Problem((*path, key), f"must be a whole number of 1 or more, not {count!r}")]


def _string_problems(schema: dict[str, Any], path: Path) -> list[Problem]:
    problems = []
    if schema.get("format", "date") != "date":
        problems.append(Problem((*path, "format"), "only `date` is supported; else use `pattern`"))
    if "enum" in schema and not _is_enum(schema["enum"]):
        problems.append(Problem((*path, "enum"), "must be a list of different texts, in quotes"))
    if len(given := [key for key in ("format", "enum", "pattern") if key in schema]) > 1:
        problems.append(Problem((*path, given[1]), f"cannot stand beside `{given[0]}`; keep one"))
    if "pattern" in schema and (fault := pattern_fault(schema["pattern"])):
        problems.append(Problem((*path, "pattern"), fault))
    return problems


def _is_enum(values: Any) -> bool:
    return (
        isinstance(values, list)
        and bool(values)
        and all(isinstance(value, str) for value in values)
        and len(set(values)) == len(values)
    )


def pattern_fault(pattern: Any) -> str | None:
    """Why models cannot be held to this pattern, if so."""
    if not isinstance(pattern, str) or not (pattern.startswith("^") and pattern.endswith("$")):
        return "must start with ^ and end with $: it describes the whole value"
    if re.search(r"\\[dDwWsSbB]", pattern):
        return (
            "write the characters out, such as [0-9] for \\d: not every model knows the short form"
        )
    try:
        re.compile(pattern)
        TypeAdapter(Annotated[str, Field(pattern=pattern)])
    except (re.error, SchemaError) as error:
        return f"is no regular expression that models know: {str(error).splitlines()[0]}"
    return None


def field_at(fields: dict[str, Any], pointer: str) -> dict[str, Any] | None:
    """The schema of what `pointer` leads to in the data, or None where no field is."""
    schema: dict[str, Any] | None = fields
    for part in split(pointer):
        if schema is None:
            return None
        if schema.get("type") == "array":
            schema = schema.get("items") if part.isdigit() else None
        else:
            schema = schema.get("properties", {}).get(part)
    return schema
