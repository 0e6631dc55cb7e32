"""Keeps what people decided as examples to train on, in the way of `winnow.tuning.examples`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from winnow.config import Settings
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.results import ResultBody, ResultCompleted
from winnow.contracts.reviews import ReviewDecided
from winnow.contracts.tuning import Task, TrainingExample
from winnow.recipes.recipe import Recipe
from winnow.storage.port import BlobStore


class Record(Protocol):
    """`winnow.tuning.examples.record_reviewed`."""

    async def __call__(
        self,
        decision: ReviewDecided,
        parsed: ParsedDocument,
        recipe: Recipe,
        settings: Settings,
        *,
        body: ResultBody | None = None,
        tasks: Sequence[Task] = ...,
    ) -> list[TrainingExample]: ...


class Store(Protocol):
    """Where examples are kept; the same one is kept once."""

    async def keep(self, examples: Sequence[TrainingExample]) -> object: ...


@dataclass(frozen=True, slots=True)
class Examples:
    """Makes examples of a decision and the result that followed it, and keeps them.

    Whether the tenant has consented is for `record` to see.
    """

    record: Record
    store: Store
    blobs: BlobStore
    recipes: Mapping[str, Recipe]
    settings: Settings

    async def keep(self, decision: ReviewDecided, result: ResultCompleted) -> dict[Task, int]:
        """How many examples the document made, by task; a repeat keeps nothing twice."""
        recipe = self.recipes.get(result.recipe or "")
        if recipe is None or decision.outcome != "approved" or result.outcome != "reviewed":
            return {}
        parsed = ParsedDocument.model_validate_json(await self.blobs.get(decision.source.parsed))
        body = ResultBody.model_validate_json(await self.blobs.get(result.body_ref))
        tasks: tuple[Task, ...] = ("extract", "summarise") if recipe.summarise else ("extract",)
        found = await self.record(decision, parsed, recipe, self.settings, body=body, tasks=tasks)
        await self.store.keep(found)
        return dict(Counter(one.task for one in found))
