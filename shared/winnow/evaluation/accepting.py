"""What would pass without a person, under the calibration in use. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from winnow.calibration.accepting import verdict
from winnow.calibration.bound import Gate
from winnow.calibration.gates import gates_for
from winnow.contracts.calibration import Calibration
from winnow.contracts.evidence import Extraction
from winnow.recipes.pointers import lacking
from winnow.recipes.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Passing:
    """The pointers of the values that pass, and whether nobody need look at the document."""

    values: frozenset[str]
    document: bool


def gates_in_use(recipe: Recipe, calibration: Calibration | None) -> dict[str, Gate] | None:
    """The gates of a recipe, or None where it promises no rate."""
    return gates_for(recipe, calibration) or None


def passing(
    extraction: Extraction | None, recipe: Recipe, gates: Mapping[str, Gate] | None
) -> Passing | None:
    """What route would let through; None where no rate is promised, nothing of what failed."""
    if gates is None:
        return None
    if extraction is None or extraction.failure:
        return Passing(frozenset(), document=False)
    found = verdict(extraction, recipe, gates)
    whole = extraction.completeness.complete and not lacking(extraction.data, recipe.must_have)
    return Passing(found.accepted, document=whole and found.passes)
