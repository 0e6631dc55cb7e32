"""What would pass without a person, under the calibration in use. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from winnow.contracts.calibration import Calibration
from winnow.contracts.evidence import Extraction
from winnow.recipes.pointers import field_of, lacking
from winnow.recipes.recipe import Recipe

DOCUMENT: Final = ""  # the key of the gate of whole documents


@dataclass(frozen=True, slots=True)
class Gates:
    """The least confidence that passes, by field; None lets nothing pass, and `closed` says why.

    They are of confidences that the calibration of this id made, and of no others.
    """

    calibration: str | None
    thresholds: Mapping[str, float | None]
    closed: Mapping[str, str] = field(default_factory=dict)


def gates_in_use(recipe: Recipe, calibration: Calibration | None) -> Gates | None:
    """The gates of a recipe by `winnow.calibration`, or None where it promises no rate."""
    if find_spec("winnow.calibration") is None:
        return None
    gates: dict[str, Any] = import_module("winnow.calibration").gates_for(recipe, calibration)
    if not gates:
        return None
    return Gates(
        calibration.id if calibration else None,
        {name: gate.threshold for name, gate in gates.items()},
        {name: gate.why for name, gate in gates.items() if gate.threshold is None and gate.why},
    )


def accepted_leaves(
    extraction: Extraction, recipe: Recipe, gates: Gates | None
) -> frozenset[str] | None:
    """The pointers that pass; None where nothing was promised.

    What the draft says itself (`Leaf.accepted`) counts; else its confidence at its field's gate,
    and that of the weakest must-have value where the recipe promises the rate of documents.
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
    whole = DOCUMENT in gates.thresholds
    if whole and not _passes(_weakest(extraction, recipe, scores), gates.thresholds[DOCUMENT]):
        return frozenset()
    return frozenset(
        pointer
        for pointer, one in scores.items()
        if (whole and field_of(pointer) not in gates.thresholds)
        or _passes(one, gates.thresholds.get(field_of(pointer)))
    )


def accepts_document(extraction: Extraction, recipe: Recipe, passing: Iterable[str]) -> bool:
    """Whether nobody need look: it is complete, and every must-have value is there and passes."""
    if extraction.failure or not extraction.completeness.complete:
        return False
    if lacking(extraction.data, recipe.must_have):
        return False
    return set(_must_have(extraction, recipe)) <= set(passing)


def must_have(pointer: str, recipe: Recipe) -> bool:
    """Whether a leaf belongs to what a result must not lack; without `must_have` that is all."""
    wanted = recipe.must_have or ("",)
    return any(pointer == one or pointer.startswith(f"{one}/") for one in wanted)


def _must_have(extraction: Extraction, recipe: Recipe) -> list[str]:
    return [
        pointer
        for pointer, leaf in extraction.leaves.items()
        if must_have(pointer, recipe) and (leaf.value is not None or not recipe.must_have)
    ]


def _weakest(extraction: Extraction, recipe: Recipe, scores: Mapping[str, float]) -> float:
    if lacking(extraction.data, recipe.must_have):
        return 0.0
    needed = _must_have(extraction, recipe)
    return min((scores.get(pointer, 0.0) for pointer in needed), default=0.0)


def _passes(score: float, threshold: float | None) -> bool:
    return threshold is not None and score >= threshold
