"""What labelled values must be before anything is learnt from them."""

from collections.abc import Sequence
from math import isfinite
from typing import Any, Final

from winnow.calibration.features import FEATURES, features
from winnow.contracts.calibration import Judged
from winnow.errors import MisconfiguredError
from winnow.recipes.pointers import join
from winnow.recipes.recipe import Recipe

LEAST: Final = 20  # labelled documents; with fewer, neither part says anything


def leaf_fields(recipe: Recipe) -> dict[str, dict[str, Any]]:
    """Every field that holds values, with its schema; row numbers are *: /items/*/amount."""
    found: dict[str, dict[str, Any]] = {}
    _collect(recipe.fields, (), found)
    return found


def _collect(schema: dict[str, Any], at: tuple[str, ...], found: dict[str, dict[str, Any]]) -> None:
    match schema["type"]:
        case "object":
            for name, inner in schema["properties"].items():
                _collect(inner, (*at, name), found)
        case "array":
            _collect(schema["items"], (*at, "*"), found)
        case _:
            found[join(at)] = schema


def check(recipe: Recipe, judged: Sequence[Judged], model: str) -> None:
    """Raise MisconfiguredError where the examples cannot teach this recipe under this model."""
    if not judged:
        raise MisconfiguredError("there is no labelled value to learn from")
    known = leaf_fields(recipe)
    for one in judged:
        if fault := _fault(one, recipe, model, known):
            raise MisconfiguredError(f"document {one.document}, {one.pointer}: {fault}")
    documents = {one.document: one.group for one in judged}
    if len(documents) < LEAST:
        raise MisconfiguredError(
            f"{len(documents)} labelled documents are too few: it takes {LEAST} at the least, "
            "and for a promise as many as docs/calibration.md tells"
        )
    if len(set(documents.values())) < 2:
        raise MisconfiguredError(
            "all documents are of one group, so that none can be kept to test on; give documents "
            "that are not copies of each other different groups"
        )


def _fault(one: Judged, recipe: Recipe, model: str, known: dict[str, dict[str, Any]]) -> str | None:
    if one.recipe != recipe.id:
        return f"was judged by {one.recipe}, the recipe is now {recipe.id}; evaluate it anew"
    if one.model != model:
        return f"was read by the model {one.model}, not by {model}; calibrate one model at a time"
    if one.field not in known:
        return f"the recipe has no field {one.field}; evaluate it anew"
    seen = [*features(one.value, one.signals), one.raw]
    if not all(isfinite(number) for number in seen):
        names = [*FEATURES, "raw"]
        odd = ", ".join(name for name, number in zip(names, seen, strict=True) if number != number)  # noqa: PLR0124
        return f"is no number ({odd or 'a signal'}); such a value cannot teach anything"
    return None
