"""What a training learns from and is watched by: checked before any weight is touched."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from winnow.calibration.gates import fields_hash
from winnow.contracts.tuning import Task, TrainingExample
from winnow.errors import MisconfiguredError
from winnow.recipes.recipe import Recipe
from winnow.tuning.parts import Split
from winnow.tuning.training.encoding import Encoded, Encoder

FEWEST: Final = 8  # examples; fewer teach an adapter nothing but themselves


@dataclass(frozen=True, slots=True)
class Material:
    """The parts as tokens; `watched` are the examples that are answered at each look."""

    train: list[Encoded]
    validation: list[Encoded]
    watched: list[tuple[TrainingExample, Encoded]]


def check_parts(parts: Split, recipe: Recipe, task: Task) -> None:
    """Raise MisconfiguredError for data that nothing can be learnt from, or not for this recipe."""
    if len(parts.train) < FEWEST or not len(parts.validation):
        raise MisconfiguredError(
            f"{len(parts.train)} examples to train on and {len(parts.validation)} to watch it by: "
            f"at least {FEWEST} and 1 are needed; label more documents"
        )
    for one in (*parts.train, *parts.validation):
        _check(one, recipe, task)
    if len({one.answer for one in parts.train}) == 1:
        raise MisconfiguredError(
            "all examples to train on have the same answer: there is nothing to tell apart; label "
            "documents of other kinds too"
        )


def encode_parts(parts: Split, encoder: Encoder, watch: int) -> Material:
    """The parts as tokens. Raises MisconfiguredError as `Encoder.encode` does."""
    validation = encoder.encode(parts.validation)
    pairs = sorted(
        zip(parts.validation, validation, strict=True),
        key=lambda pair: sha256(pair[0].id.encode()).hexdigest(),
    )
    return Material(encoder.encode(parts.train), validation, pairs[:watch])


def _check(one: TrainingExample, recipe: Recipe, task: Task) -> None:
    if one.task != task or (one.recipe != recipe.recipe and task != "classify"):
        raise MisconfiguredError(
            f"example {one.id} is for {one.task} of {one.recipe}, not for {task} of {recipe.recipe}"
        )
    if task == "extract" and one.fields_hash != fields_hash(recipe):
        raise MisconfiguredError(
            f"the fields of {recipe.recipe} have changed since example {one.id} (document "
            f"{one.document}) was labelled: export the examples anew"
        )
    if not one.consent:
        raise MisconfiguredError(
            f"example {one.id}: the tenant {one.tenant} does not let models be trained on it"
        )
