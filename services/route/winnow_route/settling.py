"""A draft and a person's decisions made into the final data. Pure."""

from winnow.contracts.evidence import Extraction, Leaf, Provenance
from winnow.contracts.reviews import FieldDecision, ReviewDecided
from winnow.recipes.pointers import leaves, set_leaf


def settle(extraction: Extraction, review: ReviewDecided) -> Extraction:
    """The extraction as the reviewer left it.

    A confirmed or corrected value is certain and is the reviewer's; a corrected one loses the
    model's evidence and signals. Values nobody touched keep the model's.
    """
    data, decided = extraction.data, dict[str, Leaf]()
    by = Provenance(decided_by=f"reviewer:{review.reviewer}", recipe=extraction.recipe_version)
    for decision in review.fields:
        before = extraction.leaves.get(decision.pointer)
        value = _value(decision, before)
        data = set_leaf(data, decision.pointer, value)
        if decision.action == "confirm" and before is not None:
            decided[decision.pointer] = before.model_copy(
                update={"confidence": 1.0, "provenance": by, "accepted": True}
            )
        else:
            decided[decision.pointer] = Leaf(
                value=value, confidence=1.0, provenance=by, accepted=True
            )
    fallback = Leaf(value=None, confidence=1.0, provenance=by)
    settled = {
        pointer: decided.get(pointer)
        or extraction.leaves.get(pointer)
        or fallback.model_copy(update={"value": value})
        for pointer, value in leaves(data).items()
    }
    return extraction.model_copy(update={"data": data, "leaves": settled, "failure": None})


def _value(decision: FieldDecision, before: Leaf | None) -> str | int | float | bool | None:
    match decision.action:
        case "confirm":
            return before.value if before else decision.value
        case "correct":
            return decision.value
        case "clear":
            return None
