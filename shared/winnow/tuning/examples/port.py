"""What we ask of the place where training examples are kept, and of who knows trained models."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from winnow.contracts.tuning import Task, TrainingExample


@dataclass(frozen=True, slots=True)
class Erased:
    """How many examples are gone, and the SHA-256 of the documents that they were of."""

    examples: int
    sha256: tuple[str, ...]


class ExampleStore(Protocol):
    """The examples of reviewed documents."""

    async def keep(self, examples: Sequence[TrainingExample]) -> int:
        """Keep them, in place of earlier ones of the same document, recipe and task; how many."""
        ...

    async def of_recipe(self, recipe: str, task: Task | None = None) -> list[TrainingExample]:
        """Those of a recipe (its name), and of a task if one is named, the oldest first."""
        ...

    async def get(self, id: str) -> TrainingExample | None:  # noqa: A002  (what it is called)
        """Return the one of this id, if any."""
        ...

    async def erase(self, document: str) -> Erased:
        """Delete all of a document, named by its id or its SHA-256, and of copies of it."""
        ...


class TrainedModels(Protocol):
    """Knows which registered models were trained on which documents."""

    async def mark_erased(self, sha256: str) -> list[str]:
        """Count a document as erased on the card of each model that was trained on it; names."""
        ...
