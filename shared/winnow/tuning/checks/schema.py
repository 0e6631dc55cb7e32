"""Answers that the form does not allow, and labels of another version of the recipe."""

import json
from collections import defaultdict
from collections.abc import Iterator

from winnow.calibration.gates import fields_hash
from winnow.recipes.pointers import join
from winnow.recipes.validity import valid_leaf
from winnow.tuning.checks.data import Data
from winnow.tuning.checks.report import Finding

NO_JSON = "is no JSON"


def schema_violations(data: Data) -> Iterator[Finding]:
    """Answers that do not fit their form, a finding for each fault."""
    for at, one in enumerate(data.examples):
        for pointer, fault in _faults(one.answer, one.form):
            yield Finding(
                check="schema",
                severity="blocking",
                ids=(one.id,),
                field=pointer,
                message=f"The answer does not fit its form: {fault}; correct it.",
                score=1.0,
            )
        for pointer, value in data.leaves[at].items():
            day = (
                one.task == "extract"
                and isinstance(value, str)
                and one.recipe == data.recipe.recipe
            )
            if day and _unreal_day(data, pointer, str(value)):
                yield Finding(
                    check="schema",
                    severity="blocking",
                    ids=(one.id,),
                    field=pointer,
                    message=f"{value} is no day of the calendar; correct it.",
                    score=1.0,
                )


def changed_recipe(data: Data) -> Iterator[Finding]:
    """Examples labelled when the recipe's fields were others, a finding for each such version."""
    now = fields_hash(data.recipe)
    old: dict[str, list[str]] = defaultdict(list)
    for one in data.examples:
        if one.recipe == data.recipe.recipe and one.fields_hash != now:
            old[one.fields_hash].append(one.id)
    for hashed, ids in old.items():
        yield Finding(
            check="changed-recipe",
            severity="blocking",
            ids=tuple(ids),
            message=f"{len(ids)} examples were labelled when the recipe was another ({hashed}, now "
            f"{now}); record them again with the recipe as it is.",
            score=1.0,
        )


def other_recipe(data: Data) -> Iterator[Finding]:
    """Examples of another recipe, which are not what this one is asked."""
    if ids := tuple(one.id for one in data.examples if one.recipe != data.recipe.recipe):
        yield Finding(
            check="other-recipe",
            severity="blocking",
            ids=ids,
            message=f"{len(ids)} examples are of another recipe than {data.recipe.recipe}; take "
            "them out.",
            score=1.0,
        )


def _faults(answer: str, form: dict[str, object]) -> Iterator[tuple[str, str]]:
    from jsonschema import Draft202012Validator

    try:
        value = json.loads(answer)
    except json.JSONDecodeError as error:
        yield "", f"it {NO_JSON} ({error})"
        return
    for fault in Draft202012Validator(form).iter_errors(value):
        yield join(fault.absolute_path), fault.message[:200]


def _unreal_day(data: Data, pointer: str, value: str) -> bool:
    """Whether a field for days holds what looks like one and is none."""
    from winnow.recipes.fields import field_at

    schema = field_at(data.recipe.fields, pointer)
    return (
        schema is not None
        and schema.get("format") == "date"
        and not valid_leaf(data.recipe, pointer, value)
    )
