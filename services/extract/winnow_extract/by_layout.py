"""A document read by the learnt layout of its type alone: the free first rung of a ladder."""

from collections.abc import Mapping
from typing import Any

from winnow.calibration.checking import leaf_fields
from winnow.contracts.calibration import Calibration
from winnow.contracts.evidence import Completeness, Extraction, Scalar
from winnow.contracts.parsed import ParsedDocument
from winnow.ladder.rungs import LAYOUT
from winnow.layout.plan import scalar_fields
from winnow.recipes.pointers import set_leaf
from winnow.recipes.recipe import Recipe
from winnow_extract.rating import rate_all
from winnow_extract.second import layout_readings


def draft_by_layout(
    parsed: ParsedDocument, recipe: Recipe, calibration: Calibration | None
) -> Extraction:
    """What the layout reads, rated like a model's answer; its own likelihood is the model's score.

    It reads no rows of lists, and no fields that were too rare to be learnt. An extraction of a
    recipe that has such fields is not complete, so that the document climbs on: a field that nobody
    looked for is not one that the document does not have. There is no second reading.
    """
    learnt = calibration.second_reader if calibration else None
    readings = layout_readings(recipe, parsed, learnt)
    if learnt is None or readings is None:
        return _unread(recipe)
    data, fields = _empty(recipe.fields), scalar_fields(recipe)
    for pointer, reading in readings.items():
        data = set_leaf(data, pointer, _typed(reading.value, fields[pointer]["type"]))
    chances = {pointer: reading.score for pointer, reading in readings.items()}
    prompt = str(learnt.get("recipe", recipe.id))
    rated = rate_all(recipe, parsed, data, chances, LAYOUT, prompt, calibration=calibration)
    return Extraction(
        recipe=recipe.recipe,
        recipe_version=recipe.id,
        data=data,
        leaves=rated.leaves,
        completeness=_completeness(recipe, learnt),
        rules_broken=rated.rules_broken,
        calibration=calibration.id if calibration else None,
    )


def unread_fields(recipe: Recipe, learnt: Mapping[str, Any]) -> list[str]:
    """Fields that a learnt layout never reads: lists, and those it has not learnt."""
    return [at for at in leaf_fields(recipe) if at not in learnt["fields"]]


def _completeness(recipe: Recipe, learnt: Mapping[str, Any]) -> Completeness:
    if unread := unread_fields(recipe, learnt):
        reason = f"the learnt layout does not read {', '.join(unread)}"
        return Completeness(complete=False, reason=reason)
    return Completeness(complete=True)


def _empty(schema: Mapping[str, Any]) -> Any:
    match schema["type"]:
        case "object":
            return {name: _empty(inner) for name, inner in schema["properties"].items()}
        case "array":
            return []
        case _:
            return None


def _typed(value: Scalar, kind: str) -> Scalar:
    """A whole number as one where the field wants it: the layout takes each for a decimal."""
    whole = kind == "integer" and isinstance(value, float) and value.is_integer()
    return int(value) if whole else value  # type: ignore[arg-type]  # whole: it is a float


def _unread(recipe: Recipe) -> Extraction:
    reason = "the layout of this type is not learnt yet, or could not be read"
    return Extraction(
        recipe=recipe.recipe,
        recipe_version=recipe.id,
        completeness=Completeness(complete=False, reason=reason),
        failure=reason,
    )
