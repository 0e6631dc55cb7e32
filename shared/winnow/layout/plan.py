"""Which fields of a recipe can be read by layout, and how their candidates are found."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from winnow.contracts.evidence import Scalar
from winnow.layout.amounts import find_amounts
from winnow.layout.candidates import Candidate
from winnow.layout.choices import find_choices
from winnow.layout.context import Context
from winnow.layout.days import find_days
from winnow.layout.page import Layout
from winnow.layout.runs import FIRST, find_cells, find_runs
from winnow.layout.terms import find_codes, find_durations, find_known
from winnow.recipes.pointers import join
from winnow.recipes.recipe import Recipe

Finder = Literal["amounts", "days", "choices", "durations", "known", "codes", "cells", "runs"]
STRINGS: Final[tuple[Finder, ...]] = ("durations", "known", "codes", "cells", "runs")  # cheap first

KNOWN: Final = ("known",)


@dataclass(frozen=True, slots=True)
class Plan:
    """How one field's candidates are found: by which finders, with what known from before."""

    finders: tuple[Finder, ...]
    values: tuple[Scalar, ...] = ()
    known: Mapping[str, str] = field(default_factory=dict)
    once: frozenset[str] = frozenset()  # keys of `known` that a single document taught
    join: str = " "
    first: int = FIRST  # cells of a document in which a text may begin

    def find(self, layout: Layout, context: Context) -> list[Candidate]:
        """Every value of the document that the field could have."""
        found = [one for name in self.finders for one in self._found(name, layout, context)]
        if not self.known:
            return found
        return [
            replace(one, blocks=(*one.blocks, KNOWN)) if one.key in self.known else one
            for one in found
        ]

    def _found(self, name: Finder, layout: Layout, context: Context) -> list[Candidate]:
        """What one finder finds; kept for other fields if it would find the same for them."""
        if name in OWN:
            return FIND[name](self, layout, context)
        key = f"{name} {self.join} {self.first}"
        if key not in context.found:
            context.found[key] = FIND[name](self, layout, context)
        return context.found[key]


OWN: Final[frozenset[Finder]] = frozenset({"choices", "known"})  # differ from field to field
FIND: Final[Mapping[Finder, Callable[[Plan, Layout, Context], list[Candidate]]]] = {
    "amounts": lambda _, layout, context: find_amounts(layout, context),
    "days": lambda _, layout, context: find_days(layout, context),
    "choices": lambda plan, layout, _: find_choices(layout, plan.values),
    "durations": lambda _, layout, context: find_durations(layout, context),
    "known": lambda plan, layout, context: find_known(layout, context, plan.known),
    "codes": lambda _, layout, context: find_codes(layout, context),
    "cells": lambda plan, layout, context: find_cells(layout, context, plan.first),
    "runs": lambda plan, layout, context: find_runs(layout, context, plan.join, plan.first),
}


def scalar_fields(recipe: Recipe) -> dict[str, dict[str, Any]]:
    """The schema of each scalar field that stands in no list, by pointer."""
    return dict(_scalars(recipe.fields, ()))


def _scalars(schema: dict[str, Any], at: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, inner in schema.get("properties", {}).items():
        if inner["type"] == "object":
            yield from _scalars(inner, (*at, name))
        elif inner["type"] != "array":
            yield join((*at, name)), inner
