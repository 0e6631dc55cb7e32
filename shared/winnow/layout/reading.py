"""What the learnt layout of a document type reads in a document. Pure Python."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from winnow.contracts.evidence import Scalar
from winnow.contracts.parsed import ParsedDocument
from winnow.layout.agreeing import Agreement, alike
from winnow.layout.candidates import NULL, nothing
from winnow.layout.context import Context
from winnow.layout.page import Layout, layout_of
from winnow.layout.plan import Plan, scalar_fields
from winnow.layout.scoring import likelihoods
from winnow.layout.spelling import respelt
from winnow.recipes.recipe import Recipe


class Reading(NamedTuple):
    """A value, and the probability of it among all that the document prints for the field."""

    value: Scalar
    score: float


def read(learnt: Mapping[str, Any], recipe: Recipe, parsed: ParsedDocument) -> dict[str, Reading]:
    """The reading of each field that was learnt, by pointer; those under their cut are silent.

    Fields that the recipe no longer has are left out.
    """
    layout = layout_of(parsed)
    context = Context(layout)
    fields = scalar_fields(recipe)
    found = {}
    for pointer, of_field in learnt["fields"].items():
        if pointer not in fields:
            continue
        reading = read_field(of_field, layout, context)
        if reading.value is not None and reading.score >= of_field["cut"]:
            found[pointer] = reading
    return found


def read_field(of_field: Mapping[str, Any], layout: Layout, context: Context) -> Reading:
    """The likeliest value of a field, however unlikely; null where nothing is likelier."""
    plan = plan_of(of_field)
    candidates = plan.find(layout, context)
    scores = likelihoods([*candidates, nothing(candidates)], of_field["weights"])
    best = max(scores, key=scores.__getitem__)
    if best == NULL:
        return Reading(None, scores[NULL])
    value = next(one.value for one in candidates if one.key == best)
    if of_field["respell"] and isinstance(value, str):
        value = respelt(value, plan.known)
    return Reading(value, scores[best])


def plan_of(of_field: Mapping[str, Any]) -> Plan:
    """How a learnt field's candidates are found."""
    return Plan(
        tuple(of_field["finders"]),
        tuple(of_field["values"]),
        of_field["known"],
        join=of_field["join"],
        first=of_field["first"],
    )


def agreement(value: Scalar, reading: Reading | None) -> Agreement:
    """What the reading says of a value that another model read."""
    if reading is None:
        return "silent"
    return "agrees" if alike(value, reading.value) else "differs"
