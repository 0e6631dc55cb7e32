"""What would pass without a person, under the calibration in use. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from winnow.contracts.calibration import Calibration
from winnow.contracts.evidence import Extraction
from winnow.recipes.fields import field_at
from winnow.recipes.pointers import field_of, lacking
from winnow.recipes.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Gates:
    """The least confidence that passes, by field and for documents; None lets nothing pass.

    They are of confidences that the calibration of this id made, and of no others.
    """

    calibration: str
    fields: Mapping[str, float | None]
    document: float | None


def gates_in_use(recipe: Recipe, calibration: Calibration | None) -> Gates | None:
    """The gates that a calibration supports, or None where no rate is promised."""
    if calibration is None or find_spec("winnow.calibration") is None:
        return None
    rates = {name: tolerated(recipe, name) for name in calibration.held_out}
    if recipe.tolerated_error is None and not any(rates.values()):
        return None
    gate: Any = import_module("winnow.calibration").gate
    fields = {
        name: gate(calibration.held_out[name], rate, recipe.assurance).threshold
        for name, rate in rates.items()
        if rate is not None
    }
    whole = None
    if recipe.tolerated_error is not None:
        rate = recipe.tolerated_error
        whole = gate(calibration.documents, rate, recipe.assurance).threshold
    return Gates(calibration.id, fields, whole)


def tolerated(recipe: Recipe, name: str) -> float | None:
    """The tolerated error of a field: its own, or the recipe's."""
    schema = field_at(recipe.fields, name.replace("/*", "/0")) or {}
    rate: float | None = schema.get("tolerated_error", recipe.tolerated_error)
    return rate


def accepted_leaves(
    extraction: Extraction, recipe: Recipe, gates: Gates | None
) -> frozenset[str] | None:
    """The pointers that pass; None where nothing was promised.

    What the draft says itself (`Leaf.accepted`) counts; else its confidence at its field's gate,
    or that of the whole document where the recipe promises the rate of documents.
    """
    told = {pointer: leaf.accepted for pointer, leaf in extraction.leaves.items()}
    if any(one is not None for one in told.values()):
        return frozenset(pointer for pointer, one in told.items() if one)
    if gates is None:
        return None
    scores = {
        pointer: leaf.confidence
        for pointer, leaf in extraction.leaves.items()
        if leaf.provenance.calibration == gates.calibration
    }
    if recipe.promise == "document":
        needed = [scores.get(one) for one in extraction.leaves if must_have(one, recipe)]
        passes = bool(needed) and all(_passes(one, gates.document) for one in needed)
        return frozenset(scores) if passes else frozenset()
    return frozenset(
        pointer
        for pointer, one in scores.items()
        if _passes(one, gates.fields.get(field_of(pointer)))
    )


def accepts_document(extraction: Extraction, recipe: Recipe, passing: Iterable[str]) -> bool:
    """Whether nobody need look: it is complete, and every must-have value is there and passes."""
    if extraction.failure or not extraction.completeness.complete:
        return False
    if lacking(extraction.data, recipe.must_have):
        return False
    return {one for one in extraction.leaves if must_have(one, recipe)} <= set(passing)


def must_have(pointer: str, recipe: Recipe) -> bool:
    """Whether a leaf belongs to what a result must not lack."""
    return any(pointer == one or pointer.startswith(f"{one}/") for one in recipe.must_have)


def _passes(score: float | None, threshold: float | None) -> bool:
    return score is not None and threshold is not None and score >= threshold
