"""A file of labelled documents, or of training examples, divided into taught and held-out ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from winnow.config import Settings
from winnow.contracts.tuning import Task, TrainingExample
from winnow.evaluation.labelled import Labelled, read_labelled
from winnow.recipes.recipe import Recipe
from winnow.tuning.comparing.held import Held, held_of_examples
from winnow.tuning.examples import read_examples, record_examples
from winnow.tuning.examples.files import holds_examples
from winnow.tuning.examples.labelled import labels_of
from winnow.tuning.split import read_split, split_examples

Recorded = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Divided:
    """What contenders may learn from, and what they are measured on.

    `documents` are the taught ones as labelled documents, for readers of layouts; there are none
    where the file held training examples.
    """

    taught: tuple[TrainingExample, ...]
    documents: tuple[Labelled, ...]
    test: tuple[TrainingExample, ...]
    held: tuple[Held, ...]
    left_out: tuple[str, ...]


async def divide(
    data: Path,
    recipe: Recipe,
    task: Task,
    settings: Settings,
    *,
    given_text: bool,
    split: Path | None,
    seed: int,
    on_progress: Recorded = lambda _: None,
) -> Divided:
    """The parts that a split file names, or those that `winnow tune` makes with the same seed.

    Raises MisconfiguredError where the file, or the split of it, cannot be used.
    """
    labelled, examples = list[Labelled](), list[TrainingExample]()
    if holds_examples(data):
        examples = read_examples(data)
    else:
        labelled = read_labelled(data, labels_of(task, recipe))
        examples = await record_examples(
            labelled,
            recipe,
            settings,
            task=task,
            use_given_text=given_text,
            on_progress=lambda told: on_progress(told.done),
        )
    parts = read_split(split, examples) if split else split_examples(examples, seed=seed)
    taught = (*parts.train, *parts.validation)
    return _divided(taught, parts.test.open_for_measuring(), labelled)


def _divided(
    taught: Sequence[TrainingExample],
    test: Sequence[TrainingExample],
    labelled: Sequence[Labelled],
) -> Divided:
    held, lost = held_of_examples(test, labelled)
    known = {one.document for one in taught}
    documents = tuple(one for one in labelled if one.id in known)
    return Divided(tuple(taught), documents, tuple(test), tuple(held), tuple(lost))
