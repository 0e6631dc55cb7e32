"""Recorded questions made into training examples. Pure."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from winnow.calibration.gates import fields_hash
from winnow.contracts.tuning import Task, TrainingExample
from winnow.recipes.recipe import Recipe
from winnow.tuning.examples.asked import Asked


@dataclass(frozen=True, slots=True)
class About:
    """What all examples of a document share."""

    document: str
    tenant: str
    sha256: str
    group: str
    origin: Literal["review", "file", "generated"]
    consent: bool
    labelled_by: str = ""
    labelled_at: datetime | None = None
    slices: dict[str, str] = field(default_factory=dict)


def examples_of(
    asked: Sequence[Asked], about: About, recipe: Recipe, task: Task
) -> list[TrainingExample]:
    """An example for each question; the recipe's solved cases are not in them."""
    return [
        TrainingExample(
            id=_id(one, about, recipe, task),
            task=task,
            recipe=recipe.recipe,
            fields_hash=fields_hash(recipe),
            document=about.document,
            tenant=about.tenant,
            sha256=about.sha256,
            group=about.group,
            asked=one.prompt.task,
            text=one.prompt.text,
            form=one.form,
            answer=one.answer,
            origin=about.origin,
            labelled_by=about.labelled_by,
            labelled_at=about.labelled_at,
            consent=about.consent,
            slices=about.slices,
        )
        for one in asked
    ]


def _id(asked: Asked, about: About, recipe: Recipe, task: Task) -> str:
    prompt = asked.prompt
    told = [task, recipe.recipe, about.tenant, about.document, prompt.task, prompt.text]
    plain = json.dumps([*told, asked.form, asked.answer])
    return hashlib.sha256(plain.encode()).hexdigest()[:20]
