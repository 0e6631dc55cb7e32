"""Whether a decision can be taken as it is. Pure."""

from collections.abc import Iterable, Sequence

from winnow.contracts.evidence import Extraction
from winnow.contracts.reviews import FieldDecision, ReviewRequested
from winnow.recipes.fields import field_at
from winnow.recipes.pointers import set_leaf
from winnow.recipes.recipe import Recipe
from winnow.recipes.validity import valid_leaf
from winnow.web.problems import ProblemError


def check_fields(recipe: Recipe, extraction: Extraction, fields: Sequence[FieldDecision]) -> None:
    """Refuse decisions on fields that the recipe lacks, of a wrong form, twice, or at no place."""
    data = extraction.data
    seen: set[str] = set()
    for decision in fields:
        if decision.pointer in seen:
            told = f"{decision.pointer} is decided twice"
            raise ProblemError(422, "pointer_repeated", told, [decision.pointer])
        seen.add(decision.pointer)
        schema = field_at(recipe.fields, decision.pointer)
        if schema is None or schema["type"] in ("object", "array"):
            told = f"{recipe.id} has no value at {decision.pointer}"
            raise ProblemError(422, "pointer_unknown", told, [decision.pointer])
        if decision.action == "correct" and not valid_leaf(
            recipe, decision.pointer, decision.value
        ):
            told = f"{decision.value!r} is not of the form that {decision.pointer} asks for"
            raise ProblemError(422, "value_invalid", told, [decision.pointer])
        try:
            data = set_leaf(data, decision.pointer, decision.value)
        except LookupError as error:
            raise ProblemError(422, "pointer_unknown", str(error), [decision.pointer]) from error


def open_flags(request: ReviewRequested, fields: Iterable[FieldDecision]) -> list[str]:
    """The values in doubt that the reviewer has not decided."""
    decided = {decision.pointer for decision in fields}
    return [
        pointer
        for pointer in request.doubtful
        if pointer not in decided
        and not any(one.startswith(f"{pointer}/") for one in decided)  # a list, by its rows
    ]
