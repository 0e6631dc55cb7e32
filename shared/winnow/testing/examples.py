"""ExampleStore and TrainedModels in lists and dicts."""

from collections.abc import Mapping, Sequence

from winnow.contracts.tuning import Task, TrainingExample
from winnow.records.port import Erased


class MemoryExamples:
    """Keeps examples in `kept`, the oldest first."""

    def __init__(self) -> None:
        self.kept: list[TrainingExample] = []

    async def keep(self, examples: Sequence[TrainingExample]) -> int:
        anew = {_key(one) for one in examples}
        others = [one for one in self.kept if _key(one) not in anew]
        self.kept = [*others, *sorted(examples, key=lambda one: one.id)]
        return len(examples)

    async def of_recipe(self, recipe: str, task: Task | None = None) -> list[TrainingExample]:
        return [one for one in self.kept if one.recipe == recipe and task in (None, one.task)]

    async def get(self, id: str) -> TrainingExample | None:  # noqa: A002  (what it is called)
        return next((one for one in self.kept if one.id == id), None)

    async def erase(self, document: str) -> Erased:
        hashes = {one.sha256 for one in self.kept if document in (one.document, one.sha256)}
        left = [one for one in self.kept if one.sha256 not in hashes]
        gone, self.kept = len(self.kept) - len(left), left
        return Erased(gone, tuple(sorted(hashes)))


def _key(one: TrainingExample) -> tuple[str, str, str, str]:
    return one.tenant, one.document, one.recipe, one.task


class MemoryTrainedModels:
    """Models by name with the SHA-256 of what they were trained on; `erased` holds what is gone."""

    def __init__(self, models: Mapping[str, Sequence[str]]) -> None:
        self.models = models
        self.erased: dict[str, set[str]] = {}

    async def mark_erased(self, sha256: str) -> list[str]:
        trained = [name for name, documents in self.models.items() if sha256 in documents]
        for name in trained:
            self.erased.setdefault(name, set()).add(sha256)
        return trained
