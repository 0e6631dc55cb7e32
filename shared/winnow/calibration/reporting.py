"""A calibration and its gates as JSON and as a table's rows. Pure."""

from dataclasses import asdict
from typing import Any

from winnow.calibration.bound import Gate
from winnow.calibration.gates import DOCUMENT
from winnow.contracts.calibration import Calibration
from winnow.recipes.recipe import Recipe

WHOLE = "(whole document)"


def as_json(recipe: Recipe, calibration: Calibration, gates: dict[str, Gate]) -> dict[str, Any]:
    """What was learnt, how good it is and what it lets through, for programs."""
    return {
        "calibration": calibration.id,
        "recipe": calibration.recipe_version,
        "model": calibration.model,
        "data_hash": calibration.data_hash,
        "examples": calibration.examples,
        "held_out": len(calibration.documents),
        "tolerated_error": recipe.tolerated_error,
        "assurance": recipe.assurance,
        "promise": recipe.promise,
        "gates": {field: asdict(gate) for field, gate in gates.items()},
        "figures": calibration.figures,
        "curves": {field: one["map"]["kind"] for field, one in calibration.scorers.items()},
    }


def gate_rows(gates: dict[str, Gate]) -> list[tuple[str, str, str, str, str]]:
    """Field, from which confidence on, share that passes, wrong of it, and the bound or why not."""
    return [(name_of(field), *_told(gate)) for field, gate in gates.items()]


def name_of(field: str) -> str:
    """What a field's gate is called."""
    return WHOLE if field == DOCUMENT else field


def _told(gate: Gate) -> tuple[str, str, str, str]:
    if gate.threshold is None or gate.error_at_most is None:
        more = f"; about {gate.needed} more documents at the least" if gate.needed else ""
        return "closed", "-", "-", f"{gate.why}{more}"
    return (
        f"{gate.threshold:.3f}",
        f"{gate.coverage:.0%}",
        f"{gate.errors} of {gate.accepted}",
        f"at most {gate.error_at_most:.2%} wrong",
    )


def figure_line(calibration: Calibration, field: str) -> tuple[str, ...]:
    """Examples, ECE, Brier and AUROC of a field on what was held out, with their intervals."""
    told = calibration.figures[field]
    measured = [told.get(name) or {"value": None} for name in ("ece", "brier", "auroc")]
    return str(told["examples"]), *(_interval(one) for one in measured), told.get("note", "")


def _interval(measured: dict[str, Any]) -> str:
    if measured["value"] is None:
        return "-"
    low, high = measured["interval"]
    return f"{measured['value']:.3f} ({low:.3f}-{high:.3f})"
