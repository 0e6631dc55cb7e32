"""Which values of an extraction pass their gates, and what holds its document back. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from winnow.calibration.bound import Gate
from winnow.calibration.documents import is_under
from winnow.calibration.gates import DOCUMENT
from winnow.contracts.evidence import Extraction, Leaf
from winnow.recipes.pointers import field_of
from winnow.recipes.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Verdict:
    """The pointers of the values that pass, and of the must-have values that do not: why not.

    `passes` is false where there is a doubt, and where there is no value to go by at all.
    """

    accepted: frozenset[str]
    doubts: Mapping[str, str]
    passes: bool


def verdict(extraction: Extraction, recipe: Recipe, gates: Mapping[str, Gate]) -> Verdict:
    """Hold each value against its field's gate or, where documents are promised, against theirs.

    A document's score is that of its weakest must-have value. A null is no value: it never passes
    and is never in doubt. Doubts come weakest first.
    """
    values = {at: leaf for at, leaf in extraction.leaves.items() if leaf.value is not None}
    needed = sorted(
        (at for at in values if must_have(at, recipe)), key=lambda at: values[at].confidence
    )
    passed = {at for at, leaf in values.items() if _passes(gates.get(field_of(at)), leaf)}
    whole = gates.get(DOCUMENT)
    if whole is not None:
        passed -= set(needed)
        if all(_passes(whole, values[at]) for at in needed):
            passed |= set(needed)
    doubts = {
        at: _why(whole or gates.get(field_of(at)), values[at])
        for at in needed
        if not _passes(whole or gates.get(field_of(at)), values[at])
    }
    return Verdict(frozenset(passed), doubts, passes=bool(needed) and not doubts)


def must_have(pointer: str, recipe: Recipe) -> bool:
    """Whether a leaf belongs to what a result must not lack; without `must_have` that is all."""
    return any(is_under(pointer, one) for one in recipe.must_have or ("",))


def _passes(gate: Gate | None, leaf: Leaf) -> bool:
    return gate is not None and gate.accepts(leaf.confidence)


def _why(gate: Gate | None, leaf: Leaf) -> str:
    if gate is None:
        return "no error rate is named for it"
    if gate.threshold is None:
        more = f"; at least {gate.needed} more labelled documents are needed" if gate.needed else ""
        return f"{gate.why}{more}"
    return f"only {leaf.confidence:.0%} certain"
