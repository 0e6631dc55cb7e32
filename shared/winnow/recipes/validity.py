"""Whether a value is of the form that its field asks for."""

import json
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from winnow.recipes.fields import field_at
from winnow.recipes.form import scalar_type
from winnow.recipes.recipe import Recipe


def valid_leaf(recipe: Recipe, pointer: str, value: Any) -> bool:
    """True for null, and for a value that its field allows; a date must be in the calendar."""
    schema = field_at(recipe.fields, pointer)
    if schema is None or schema["type"] in ("object", "array"):
        return False
    if value is None:
        return True
    try:
        _adapter(json.dumps(schema)).validate_python(value)
        if schema.get("format") == "date":
            date.fromisoformat(value)
    except (ValidationError, ValueError):
        return False
    return True


@lru_cache(maxsize=1024)
def _adapter(schema: str) -> TypeAdapter[Any]:
    return TypeAdapter(scalar_type(json.loads(schema)))
