"""What is wrong inside a recipe whose keys are all there."""

import re
from collections.abc import Iterator
from typing import Final

from pydantic import ValidationError

from winnow.recipes.fields import field_at, field_problems
from winnow.recipes.form import form_of
from winnow.recipes.problems import Problem, problems_of
from winnow.recipes.recipe import Recipe
from winnow.recipes.rules import broken_rules, rule_fault

RUNG: Final = re.compile(r"layout|(local|openai|claude)(:\S+)?")
STRUCTURE: Final = ("type", "properties", "items")


def recipe_problems(recipe: Recipe) -> list[Problem]:
    """All problems of fields, must_have, rules and examples.

    must_have and rules are looked at if it is plain which fields there are, examples if the
    fields are sound, and the examples' own keeping of the rules if all else is well.
    """
    faults = [
        Problem(("fields", *fault.path), fault.message) for fault in field_problems(recipe.fields)
    ]
    if any(fault.path[-1] in STRUCTURE for fault in faults):
        return faults
    faults += [*_must_have_problems(recipe), *_rule_problems(recipe), *_ladder_problems(recipe)]
    if not any(fault.path[0] == "fields" for fault in faults):
        faults += _example_problems(recipe)
    return faults or _broken_rule_problems(recipe)


def _ladder_problems(recipe: Recipe) -> Iterator[Problem]:
    for at, rung in enumerate(recipe.ladder):
        if not RUNG.fullmatch(rung):
            yield Problem(
                ("ladder", at),
                f"there is no rung {rung!r}: name layout, local, local:FOLDER, openai[:MODEL] or "
                "claude[:MODEL]",
            )
        elif rung in recipe.ladder[:at]:
            yield Problem(("ladder", at), f"{rung!r} stands twice; one rung reads once")


def _must_have_problems(recipe: Recipe) -> Iterator[Problem]:
    for at, pointer in enumerate(recipe.must_have):
        try:
            schema = field_at(recipe.fields, pointer)
        except LookupError as error:
            yield Problem(("must_have", at), str(error))
            continue
        if schema is None:
            yield Problem(("must_have", at), f"{pointer!r} is not among the fields")
        elif schema["type"] == "object":
            yield Problem(("must_have", at), f"{pointer!r} is an object; name fields inside it")


def _rule_problems(recipe: Recipe) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, rule in enumerate(recipe.rules):
        if rule.id in seen:
            yield Problem(
                ("rules", at, "id"), f"{rule.id!r} stands twice; every rule needs its own"
            )
        seen.add(rule.id)
        if fault := rule_fault(rule.expr, recipe.fields):
            yield Problem(("rules", at, "expr"), fault)


def _example_problems(recipe: Recipe) -> Iterator[Problem]:
    form = form_of(recipe)
    for at, example in enumerate(recipe.examples):
        path = ("examples", at, "answer")
        try:
            form.model_validate(example.answer)
        except ValidationError as error:
            yield from problems_of(error, path)


def _broken_rule_problems(recipe: Recipe) -> list[Problem]:
    return [
        Problem(("examples", at, "answer"), f"breaks the rule {broken!r}; correct one of the two")
        for at, example in enumerate(recipe.examples)
        for broken in broken_rules(recipe, example.answer)
    ]
