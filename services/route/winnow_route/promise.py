"""The rule by which a draft is accepted where the recipe names an error rate. Pure.

`promise-1`: each value passes its field's gate, whose threshold calibration data proved to keep the
tolerated error (see `winnow.calibration`). Rules that are broken and places that were not found are
signals behind a confidence, not reasons of their own. A document passes when it is complete and all
of its must-have values pass.
"""

from collections.abc import Mapping
from typing import Final

from winnow.calibration.accepting import Verdict, verdict
from winnow.calibration.bound import Gate
from winnow.contracts.drafts import DraftExtracted
from winnow.contracts.evidence import Extraction
from winnow.recipes.pointers import lacking, set_leaf
from winnow.recipes.recipe import Recipe
from winnow_route.rule import Decision

NAME: Final = "promise-1"


def decide(
    draft: DraftExtracted,
    extraction: Extraction,
    recipe: Recipe,
    gates: Mapping[str, Gate],
    bar: float,
) -> tuple[Decision, Verdict]:
    """What passes, and why the document as a whole does not, if so; `bar` is of the recipe."""
    if extraction.failure:
        return Decision((extraction.failure,)), Verdict(frozenset(), {}, passes=False)
    passed = verdict(extraction, recipe, gates)
    reasons = []
    if draft.classification < bar:
        reasons.append(f"the recipe is only {draft.classification:.0%} certain")
    if not extraction.completeness.complete:
        reasons.append(f"incomplete: {extraction.completeness.reason}")
    missing = lacking(extraction.data, recipe.must_have)
    reasons += [f"{pointer}: a must-have value is missing" for pointer in missing]
    reasons += [f"{pointer}: {why}" for pointer, why in passed.doubts.items()]
    if not passed.passes and not reasons:
        reasons.append("there is no value to go by")
    if reasons:  # a reviewer should know; by itself it keeps nothing from passing
        messages = {rule.id: rule.message for rule in recipe.rules}
        reasons += [messages.get(rule, rule) for rule in extraction.rules_broken]
    return Decision(tuple(reasons), (*missing, *passed.doubts)), passed


def stamped(extraction: Extraction, accepted: frozenset[str]) -> Extraction:
    """The extraction whose leaves say whether they passed; nulls promise nothing."""
    leaves = {
        pointer: leaf
        if leaf.value is None
        else leaf.model_copy(update={"accepted": pointer in accepted})
        for pointer, leaf in extraction.leaves.items()
    }
    return extraction.model_copy(update={"leaves": leaves})


def withheld(extraction: Extraction) -> tuple[str, ...]:
    """The pointers of values that did not pass."""
    return tuple(at for at, leaf in extraction.leaves.items() if leaf.accepted is False)


def without_withheld(extraction: Extraction) -> Extraction:
    """The extraction whose data holds null for every value that did not pass."""
    data = extraction.data
    for pointer in withheld(extraction):
        data = set_leaf(data, pointer, None)
    return extraction.model_copy(update={"data": data})
