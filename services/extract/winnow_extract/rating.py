"""Every value of an extraction with its evidence, signals and confidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from winnow.calibration.applying import confidence
from winnow.contracts.base import Box
from winnow.contracts.calibration import Calibration
from winnow.contracts.evidence import Evidence, Leaf, Provenance, Scalar, Signals
from winnow.contracts.parsed import ParsedDocument
from winnow.observability.logs import get_logger
from winnow.recipes.pointers import field_of, leaves
from winnow.recipes.recipe import Recipe
from winnow.recipes.rules import judged_rules, rules_about
from winnow.recipes.validity import valid_leaf
from winnow_extract.completeness import list_signals
from winnow_extract.confidence import NAME, rate
from winnow_extract.grounding import Grounding, SourceIndex, ground_all
from winnow_extract.second import Second

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Rated:
    """Leaves by JSON Pointer, and the ids of the recipe's rules that the data breaks."""

    leaves: dict[str, Leaf]
    rules_broken: tuple[str, ...]


def rate_all(
    recipe: Recipe,
    parsed: ParsedDocument,
    data: dict[str, Any],
    probabilities: Mapping[str, float],
    model: str,
    prompt: str,
    rows_complete: Mapping[str, bool] = MappingProxyType({}),
    seconds: Mapping[str, Second] = MappingProxyType({}),
    calibration: Calibration | None = None,
) -> Rated:
    """Ground, check and rate every leaf of `data`, by the calibration if there is one.

    `seconds` is what another reader says of the leaves.
    """
    values = leaves(data)
    places = _ground(recipe, parsed, values)
    judged = judged_rules(recipe, data)
    seen = {(word.page, word.box): word.confidence for word in parsed.words}
    provenance = Provenance(
        decided_by=f"model:{model}",
        model=model,
        prompt=prompt,
        recipe=recipe.id,
        calibration=calibration.id if calibration else NAME,
    )
    rated = {}
    for pointer, value in values.items():
        grounding = places.get(pointer, Grounding())
        complete, full = list_signals(pointer, data, rows_complete)
        about = rules_about(recipe, pointer)
        signals = Signals(
            **_of_place(grounding, seen),
            **_of_second(seconds.get(pointer)),
            token_probability=probabilities.get(pointer),
            rows_complete=complete,
            row_full=full,
            valid=valid_leaf(recipe, pointer, value),
            rules_broken=tuple(rule for rule in about if not judged.get(rule, True)),
            rules_kept=sum(judged.get(rule, False) for rule in about),
        )
        rated[pointer] = Leaf(
            value=value,
            confidence=_confidence(calibration, pointer, value, signals),
            evidence=grounding.evidence,
            signals=signals,
            provenance=provenance,
        )
    return Rated(rated, tuple(rule for rule, holds in judged.items() if not holds))


def _of_place(grounding: Grounding, seen: Mapping[tuple[int, Box], float | None]) -> dict[str, Any]:
    evidence = grounding.evidence
    return {
        "grounding": evidence.kind,
        "grounding_score": evidence.score,
        "places": grounding.places,
        "labelled": grounding.labelled,
        "hidden": grounding.hidden,
        "ocr_confidence": _ocr(evidence, seen),
    }


def _of_second(second: Second | None) -> dict[str, Any]:
    if second is None:
        return {}
    return {
        "agreement": second.agreement,
        "second_value": second.second_value,
        "second_reader": second.second_reader,
    }


def _confidence(
    calibration: Calibration | None, pointer: str, value: Scalar, signals: Signals
) -> float:
    if calibration is None:
        return rate(value, signals)
    return confidence(calibration, field_of(pointer), value, signals)


def _ground(recipe: Recipe, parsed: ParsedDocument, values: dict[str, Any]) -> dict[str, Grounding]:
    try:
        return ground_all(SourceIndex(parsed), values, recipe.fields)
    except Exception:  # an advisory step never destroys paid work: the draft goes on, ungrounded
        log.exception("grounding failed")
        return {}


def _ocr(evidence: Evidence, seen: Mapping[tuple[int, Box], float | None]) -> float | None:
    if evidence.page is None:
        return None
    found = [seen.get((evidence.page, box)) for box in evidence.boxes]
    return min((one for one in found if one is not None), default=None)
