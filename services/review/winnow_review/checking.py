"""Whether what a reviewer wrote can be taken as it is. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from winnow.contracts.evidence import Extraction, Scalar, Summary
from winnow.contracts.reviews import FieldDecision, ReviewRequested
from winnow.recipes.fields import field_at
from winnow.recipes.pointers import enclosing, set_leaf
from winnow.recipes.recipe import Recipe
from winnow.recipes.validity import valid_leaf
from winnow.web.problems import ProblemError
from winnow_review.comparing import place_of


def check_fields(recipe: Recipe, extraction: Extraction, fields: Iterable[FieldDecision]) -> None:
    """Refuse decisions on fields that the recipe lacks, of a wrong form, or at no place."""
    data = extraction.data
    for decision in fields:
        if decision.part != "field":
            continue
        if _is_row(recipe, decision):
            continue
        _check_form(recipe, decision)
        try:
            data = set_leaf(data, decision.pointer, decision.value)
        except LookupError as error:
            raise ProblemError(422, "pointer_unknown", str(error), [decision.pointer]) from error


def check_repeats(fields: Sequence[FieldDecision]) -> None:
    """Refuse two decisions on one value in one write."""
    seen = set()
    for decision in fields:
        if place_of(decision) in seen:
            told = f"{decision.pointer} is decided twice"
            raise ProblemError(422, "pointer_repeated", told, [decision.pointer])
        seen.add(place_of(decision))


def stamped(
    fields: Iterable[FieldDecision],
    request: ReviewRequested,
    extraction: Extraction,
    reviewer: str,
    at: datetime,
) -> tuple[FieldDecision, ...]:
    """The decisions with who, when and, where a value is confirmed or cleared, what holds now."""
    return tuple(
        one.model_copy(
            update={"reviewer": reviewer, "at": at, "value": _holds(one, request, extraction)}
        )
        for one in fields
    )


def open_flags(request: ReviewRequested, fields: Iterable[FieldDecision]) -> list[str]:
    """The values in doubt that the reviewer has not decided."""
    decided = {decision.pointer for decision in fields if decision.part == "field"}
    touched = decided.union(*map(enclosing, decided))  # a list, by its rows
    return [
        pointer
        for pointer in request.doubtful
        if pointer not in touched and decided.isdisjoint(enclosing(pointer))  # its row was removed
    ]


def _check_form(recipe: Recipe, decision: FieldDecision) -> None:
    schema = field_at(recipe.fields, decision.pointer)
    if schema is None or schema["type"] in ("object", "array"):
        told = f"{recipe.id} has no value at {decision.pointer}"
        raise ProblemError(422, "pointer_unknown", told, [decision.pointer])
    if decision.action == "correct" and not valid_leaf(recipe, decision.pointer, decision.value):
        told = f"{decision.value!r} is not of the form that {decision.pointer} asks for"
        raise ProblemError(422, "value_invalid", told, [decision.pointer])


def _is_row(recipe: Recipe, decision: FieldDecision) -> bool:
    """Whether a whole row of a list is taken out."""
    schema = field_at(recipe.fields, decision.pointer)
    return decision.removes_row and schema is not None and schema["type"] == "object"


def _holds(one: FieldDecision, request: ReviewRequested, extraction: Extraction) -> Scalar:
    """What holds after a decision: of a confirmed value what was read."""
    if one.part == "recipe":
        if one.action != "confirm" or one.pointer != "/":
            told = "to name another recipe, decide `reclassified`"
            raise ProblemError(422, "pointer_unknown", told, [one.pointer])
        return request.recipe
    if one.part == "summary":
        return _summarised(one, request.summary)
    if one.action == "confirm":
        leaf = extraction.leaves.get(one.pointer)
        return leaf.value if leaf else None
    return one.value if one.action == "correct" else None


def _summarised(one: FieldDecision, summary: Summary) -> Scalar:
    read = _sentence(summary, one.pointer)
    if one.action != "correct":
        return read if one.action == "confirm" else None
    if not isinstance(one.value, str) or not one.value.strip():
        raise ProblemError(422, "value_invalid", "a sentence is a text", [one.pointer])
    return one.value


def _sentence(summary: Summary, pointer: str) -> str:
    number = pointer.removeprefix("/")
    if not (number.isascii() and number.isdigit()) or int(number) >= len(summary.sentences):
        raise ProblemError(422, "pointer_unknown", f"no sentence {pointer}", [pointer])
    return summary.sentences[int(number)].text
