"""The gates of a recipe: from which confidence on its values pass without a person. Pure Python."""

import json
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from math import ceil
from typing import Any, Final

from winnow.calibration.bound import Gate, fewest, gate
from winnow.calibration.checking import leaf_fields
from winnow.calibration.features import FEATURES
from winnow.calibration.splitting import TEACHING
from winnow.contracts.calibration import Calibration, Scored
from winnow.recipes.recipe import Recipe

DOCUMENT: Final = ""  # the key of the gate of whole documents


def gates_for(recipe: Recipe, calibration: Calibration | None) -> dict[str, Gate]:
    """The gate of each field that has a tolerated error, by field; row numbers are *.

    A field's own `tolerated_error` goes before the recipe's; a field with neither has no gate,
    for nothing is promised of it. Where the recipe promises documents, the key "" is their gate,
    and only fields with a rate of their own have one beside it. `needed` counts labelled documents
    in all, those that teach the scorer included.
    """
    rates = rates_of(recipe)
    if why := unfit(recipe, calibration):
        return {
            field: Gate(None, needed=_in_all(fewest(rate, recipe.assurance)), why=why)
            for field, rate in rates.items()
        }
    assert calibration is not None
    return {
        field: _gate(_examples(calibration, field), rate, recipe.assurance)
        for field, rate in rates.items()
    }


def fields_hash(recipe: Recipe) -> str:
    """Hash of all that shapes values and their signals: another one, another calibration.

    Fields, must-haves, rules, instructions and examples count. Tolerated rates do not: they may
    change at any time, for thresholds are computed anew from the held-out examples.
    """
    shaping = {
        "fields": _without_rates(recipe.fields),
        "must_have": list(recipe.must_have),
        "rules": [(rule.id, rule.expr) for rule in recipe.rules],
        "instructions": recipe.instructions,
        "examples": [(case.text, case.answer) for case in recipe.examples],
    }
    plain = json.dumps(shaping, sort_keys=True, default=str)
    return sha256(plain.encode()).hexdigest()[:16]


def rates_of(recipe: Recipe) -> dict[str, float]:
    """The tolerated error of each gate; empty where the recipe promises nothing."""
    own = {
        field: float(schema["tolerated_error"])
        for field, schema in leaf_fields(recipe).items()
        if "tolerated_error" in schema
    }
    if recipe.tolerated_error is None:
        return own
    if recipe.promise == "document":
        return {DOCUMENT: recipe.tolerated_error, **own}
    return dict.fromkeys(leaf_fields(recipe), recipe.tolerated_error) | own


def unfit(recipe: Recipe, calibration: Calibration | None) -> str | None:
    """Why a calibration says nothing of a recipe's values today, if so."""
    if calibration is None:
        return f"not calibrated yet; run: winnow calibrate {recipe.recipe} --data FILE"
    if calibration.fields_hash != fields_hash(recipe):
        return (
            f"the recipe has changed since it was calibrated as {calibration.recipe_version}; "
            f"run: winnow calibrate {recipe.recipe} --data FILE"
        )
    if any(scorer["features"] != list(FEATURES) for scorer in calibration.scorers.values()):
        return (
            "it was calibrated by a version of Winnow that measured other signals; "
            f"run: winnow calibrate {recipe.recipe} --data FILE"
        )
    return None


def _examples(calibration: Calibration, field: str) -> Sequence[Scored]:
    return calibration.documents if field == DOCUMENT else calibration.held_out.get(field, ())


def _gate(scored: Sequence[Scored], rate: float, assurance: float) -> Gate:
    made = gate(scored, rate, assurance)
    return replace(made, needed=_in_all(made.needed))


def _in_all(held_out: int) -> int:
    return ceil(held_out / (1 - TEACHING) - 1e-9)


def _without_rates(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {
            key: _without_rates(inner)
            for key, inner in schema.items()
            if key != "tolerated_error" or isinstance(inner, dict)  # a field of that name stays
        }
    return schema
