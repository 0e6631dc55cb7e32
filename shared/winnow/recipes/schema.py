"""The JSON Schema of a recipe file, for editors and for docs/api."""

from typing import Any

from winnow.recipes.fields import KEYS, MAX_ITEMS, MAX_LENGTH, NAME
from winnow.recipes.recipe import Recipe

COUNT = {"type": "integer", "minimum": 1}
FIELD = {"$ref": "#/$defs/Field"}
PROPERTIES = {
    "type": "object",
    "minProperties": 1,
    "propertyNames": {"pattern": f"^{NAME.pattern}$"},
    "additionalProperties": FIELD,
}
OWN: dict[str, Any] = {
    "description": {"type": "string", "description": "What the model is told about the field."},
    "properties": PROPERTIES,
    "items": FIELD,
    "maxItems": {**COUNT, "default": MAX_ITEMS},
    "format": {"const": "date"},
    "enum": {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True},
    "pattern": {"type": "string", "pattern": r"^\^.*\$$"},
    "maxLength": {**COUNT, "default": MAX_LENGTH},
    "tolerated_error": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
}
NEEDED = {"object": ["type", "properties"], "array": ["type", "items"]}


def recipe_schema() -> dict[str, Any]:
    """The schema that docs/api/recipe.schema.json holds."""
    schema = Recipe.model_json_schema()
    kinds = {f"{kind.capitalize()}Field": _kind(kind) for kind in KEYS}
    schema["$defs"].update(kinds)
    schema["$defs"]["Field"] = {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in kinds]}
    schema["properties"]["fields"] = {
        "$ref": "#/$defs/ObjectField",
        "description": "A JSON Schema of type object; every field may be null.",
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _kind(kind: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"type": {"const": kind}}
        | {key: OWN[key] for key in sorted(KEYS[kind] - {"type"})},
        "required": NEEDED.get(kind, ["type"]),
        "additionalProperties": False,
    }
