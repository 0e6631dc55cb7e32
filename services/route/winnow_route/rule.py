"""The rule by which a draft is accepted where its recipe names no error rate. Pure.

`conservative-1` is a fixed bar on the confidence: it promises nothing. See `winnow_route.promise`.
"""

from dataclasses import dataclass
from typing import Final

from winnow.calibration.documents import is_under
from winnow.contracts.drafts import DraftExtracted
from winnow.contracts.evidence import Extraction, Leaf, Match
from winnow.recipes.pointers import lacking
from winnow.recipes.recipe import Recipe

NAME: Final = "conservative-1"


@dataclass(frozen=True, slots=True)
class Decision:
    """Accept, or the reasons not to (worst first) and the JSON Pointers in doubt."""

    reasons: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()

    @property
    def accept(self) -> bool:
        return not self.reasons


def decide(
    draft: DraftExtracted, extraction: Extraction, recipe: Recipe | None, bar: float
) -> Decision:
    """Accept only a complete draft of a certain recipe whose every value stands in the document."""
    if extraction.failure or recipe is None:
        return Decision((extraction.failure or "no recipe was chosen",))
    reasons = []
    if draft.classification < bar:
        reasons.append(f"the recipe is only {draft.classification:.0%} certain")
    if not extraction.completeness.complete:
        reasons.append(f"incomplete: {extraction.completeness.reason}")
    messages = {rule.id: rule.message for rule in recipe.rules}
    reasons += [messages.get(rule, rule) for rule in extraction.rules_broken]
    missing = lacking(extraction.data, recipe.must_have)
    reasons += [f"{pointer}: a must-have value is missing" for pointer in missing]
    doubts = {
        pointer: why
        for pointer, leaf in extraction.leaves.items()
        if leaf.value is not None and (why := _doubt(leaf, bar))
    }
    worst_first = sorted(doubts, key=lambda pointer: extraction.leaves[pointer].confidence)
    reasons += [f"{pointer}: {doubts[pointer]}" for pointer in worst_first]
    return Decision(tuple(reasons), (*missing, *worst_first))


def weakest(extraction: Extraction, recipe: Recipe | None) -> float:
    """The confidence of a document: that of its weakest must-have leaf, 0 when one is missing."""
    if recipe is None:
        return 0.0
    ratings = []
    for wanted in recipe.must_have:
        under = [
            leaf.confidence
            for pointer, leaf in extraction.leaves.items()
            if leaf.value is not None and is_under(pointer, wanted)
        ]
        ratings.append(min(under, default=0.0))
    return min(
        ratings, default=min((leaf.confidence for leaf in extraction.leaves.values()), default=0.0)
    )


def _doubt(leaf: Leaf, bar: float) -> str | None:
    if not leaf.signals.valid:
        return "not of the field's form"
    if leaf.evidence.kind is Match.NONE:
        return "not found in the document"
    if leaf.evidence.kind is Match.FUZZY:
        return f"only nearly found in the document: {leaf.evidence.quote}"
    if leaf.confidence < bar:
        return f"only {leaf.confidence:.0%} certain"
    return None
