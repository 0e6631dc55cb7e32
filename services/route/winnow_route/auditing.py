"""A share of what could be accepted is shown to a person all the same. Pure.

Which documents follows from their ids and a seed, so that a repeat draws the same; a reviewer is
not told: the request looks like any other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from winnow.calibration.bound import GRID
from winnow.calibration.gates import DOCUMENT
from winnow.contracts.evidence import Extraction
from winnow.contracts.reviews import ReviewDecided
from winnow.recipes.pointers import field_of
from winnow.recipes.recipe import Recipe
from winnow_route.rows import moved, removed_rows


@dataclass(frozen=True, slots=True)
class Seen:
    """Accepted values of one gate that a person looked at, and how many of them were wrong."""

    field: str
    accepted: int
    errors: int


def veiled(
    thresholds: Mapping[str, float], extraction: Extraction, accepted: Iterable[str]
) -> dict[str, float]:
    """The thresholds as an audited document tells them: none of its values passes.

    As they are, they would give the audit away: every value would be above its own. Fields that
    share a threshold share the one told instead, the next step of the grid above their values.
    """
    highest: dict[float, float] = {}
    for pointer in accepted:
        threshold = thresholds.get(field_of(pointer))
        if threshold is not None:
            known = highest.get(threshold, 0.0)
            highest[threshold] = max(known, extraction.leaves[pointer].confidence)
    return {
        field: _step_above(highest[threshold]) if threshold in highest else threshold
        for field, threshold in thresholds.items()
    }


def _step_above(confidence: float) -> float:
    return min((step for step in GRID if step > confidence), default=1.0)


def outcome(
    extraction: Extraction, accepted: Iterable[str], review: ReviewDecided, recipe: Recipe
) -> list[Seen]:
    """What the decision says of the values that would have passed, by gate.

    Only values that the reviewer decided on count, and all of a row that was taken out, which were
    wrong; of a document that was of another type, all were. A rejected document says nothing of
    its values.
    """
    if review.outcome == "rejected":
        return []
    looked = _wrong(extraction, accepted, review)
    if recipe.promise == "document":
        return [Seen(DOCUMENT, 1, int(any(looked.values())))] if looked else []
    sizes, errors = Counter[str](), Counter[str]()
    for pointer, wrong in looked.items():
        sizes[field_of(pointer)] += 1
        errors[field_of(pointer)] += wrong
    return [Seen(field, sizes[field], errors[field]) for field in sizes]


def _wrong(
    extraction: Extraction, accepted: Iterable[str], review: ReviewDecided
) -> dict[str, bool]:
    if review.outcome == "reclassified":
        return dict.fromkeys(accepted, True)
    own = [one for one in review.fields if one.part == "field"]
    decided, gone = {one.pointer: one for one in own}, removed_rows(own)
    found = {}
    for pointer in accepted:
        one = decided.get(pointer)
        if moved(pointer, gone) is None:  # the document has no such row
            found[pointer] = True
        elif one is not None:
            found[pointer] = one.action == "clear" or (
                one.action == "correct" and one.value != extraction.leaves[pointer].value
            )
    return found
