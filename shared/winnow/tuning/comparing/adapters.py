"""Adapters to compare: where their files lie, and that none learnt from the held-out documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from winnow.contracts.tuning import ModelCard, Task, TrainingExample
from winnow.errors import MisconfiguredError
from winnow.llm.adapters import CARD
from winnow.recipes.recipe import Recipe
from winnow.registry.packing import adapter_folder


@dataclass(frozen=True, slots=True)
class Trained:
    """A folder of peft's files, and the card beside it, if there is one."""

    folder: Path
    card: ModelCard | None


def find_adapter(path: Path) -> Trained:
    """The adapter in a folder that training wrote, or in one of peft's files alone.

    Raises MisconfiguredError where there is none, or its card cannot be read.
    """
    folder = adapter_folder(path)
    for card in (folder / CARD, folder.parent / CARD):
        if card.is_file():
            return Trained(folder, _read(card))
    return Trained(folder, None)


def check_adapter(
    trained: Trained, test: Sequence[TrainingExample], recipe: Recipe, task: Task
) -> None:
    """Raise MisconfiguredError for an adapter of another recipe or task, or one that has seen

    held-out documents: its figures would be of its memory.
    """
    card = trained.card
    if card is None:
        return
    if (card.recipe, card.task) != (recipe.recipe, task):
        raise MisconfiguredError(
            f"{trained.folder} was trained for {card.task} of {card.recipe}, not for {task} of "
            f"{recipe.recipe}"
        )
    known = set(card.documents)
    if seen := sorted({one.document for one in test if one.sha256 in known}):
        raise MisconfiguredError(
            f"{trained.folder} was trained on {len(seen)} of the held-out documents, such as "
            f"{seen[0]}: name with --split the split that it was trained by"
        )


def _read(path: Path) -> ModelCard:
    try:
        return ModelCard.model_validate_json(path.read_bytes())
    except OSError as error:
        raise MisconfiguredError(f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise MisconfiguredError(f"{path}: is no card of a tuned model") from error
