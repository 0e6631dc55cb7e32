"""What labelled documents teach of a document type's layout, as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from winnow.contracts.evidence import Scalar
from winnow.contracts.parsed import ParsedDocument
from winnow.layout.candidates import NULL
from winnow.layout.context import Context
from winnow.layout.fitting import Matrix
from winnow.layout.page import layout_of
from winnow.layout.plan import scalar_fields
from winnow.layout.planning import Seen, example_of, plan_for
from winnow.layout.trials import cut_of, figures_of, respelling_helps, try_out
from winnow.recipes.pointers import value_at
from winnow.recipes.recipe import Recipe

FEWEST: Final = 15  # documents in which a field's value is found; a field of fewer is not learnt


def learn(
    recipe: Recipe, documents: Sequence[tuple[ParsedDocument, dict[str, Any]]]
) -> dict[str, Any]:
    """How the recipe's scalar fields stand in its documents, from documents and their right data.

    Fields in lists, and those of which fewer than `FEWEST` values are found in the documents, are
    left out. The answer is JSON: `read` needs nothing else, and none of the libraries used here.
    """
    layouts = [layout_of(parsed) for parsed, _ in documents]
    contexts = [Context(layout) for layout in layouts]
    fields = {}
    for pointer, schema in scalar_fields(recipe).items():
        seen = [
            Seen(layout, context, gold)
            for layout, context, (_, data) in zip(layouts, contexts, documents, strict=True)
            for gold in _gold(data, pointer)
        ]
        if (learnt := _learn_field(schema, seen)) is not None:
            fields[pointer] = learnt
    return {"recipe": recipe.id, "documents": len(documents), "fields": fields}


def _gold(data: Mapping[str, Any], pointer: str) -> list[Scalar]:
    """The right value; none where nobody labelled the field."""
    try:
        value = value_at(data, pointer)
    except LookupError:
        return []
    return [None if isinstance(value, str) and not value.strip() else value]


def _learn_field(schema: Mapping[str, Any], seen: Sequence[Seen]) -> dict[str, Any] | None:
    if sum(one.gold is not None for one in seen) < FEWEST:
        return None
    plan = plan_for(schema, seen)
    examples = [example_of(plan, one) for one in seen]
    found = sum(NULL not in example.right for example in examples)
    if found < FEWEST:
        return None
    matrix = Matrix(examples)
    tried = try_out(matrix, examples)
    respell = respelling_helps(tried, seen, plan.known, plan.once)
    cut = cut_of(tried, seen)
    return {
        "finders": list(plan.finders),
        "values": list(plan.values),
        "known": dict(plan.known),
        "join": plan.join,
        "first": plan.first,
        "respell": respell,
        "cut": cut,
        "weights": matrix.fit(range(len(examples))),
        "figures": figures_of(tried, seen, cut) | {"found": found},
    }
