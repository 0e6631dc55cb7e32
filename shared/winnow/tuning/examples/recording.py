"""A document put through a service's own handler, by a model that knows the right answers.

What the handler asks is what it asks in production: the same windows, prompts, forms and limits.
Nothing is kept: blobs and tables are in a folder that is gone afterwards, no answer of a model is
used or made, and the ledger is not written.
"""

import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from uuid import uuid5

from winnow import streams
from winnow.config import Settings
from winnow.contracts.base import NAMESPACE, Event
from winnow.contracts.documents import DocumentClassified, DocumentParsed, Source
from winnow.contracts.drafts import DraftExtracted, DraftSummarised
from winnow.contracts.evidence import Evidence, Extraction
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.tuning import Task
from winnow.errors import MisconfiguredError
from winnow.evaluation.stages import Stage, open_stage
from winnow.evaluation.workplace import settings_apart
from winnow.llm.choice import chosen
from winnow.recipes.load import load_recipes
from winnow.recipes.recipe import Recipe
from winnow.records.migrate import migrate
from winnow.storage.open import open_blobs
from winnow.storage.port import BlobStore
from winnow.tuning.examples.asked import Answering, Asked, Truth, UnusableError
from winnow.tuning.examples.choices import ChoiceTruth
from winnow.tuning.examples.fields import FieldsTruth
from winnow.tuning.examples.sentences import SentencesTruth

STREAMS: Final[Mapping[Task, tuple[streams.Stream, streams.Stream, type[Event]]]] = {
    "extract": (streams.CLASSIFIED, streams.EXTRACTED, DraftExtracted),
    "classify": (streams.PARSED, streams.CLASSIFIED, DocumentClassified),
    "summarise": (streams.PARSED, streams.SUMMARISED, DraftSummarised),
}


@dataclass(frozen=True, slots=True)
class Recording:
    """The open stage of a task, and where it reads documents from."""

    recipe: Recipe
    task: Task
    stage: Stage
    blobs: BlobStore
    settings: Settings

    async def questions(self, source: Source, gold: Mapping[str, Any]) -> list[Asked]:
        """What the service asks about a document, with the right answers.

        `source.parsed` lies in this recording's `blobs`; `gold` is of the task: the recipe's
        fields, {"type": recipe} or {"summary": text}. Raises UnusableError, and what the handler
        raises.
        """
        parsed = ParsedDocument.model_validate_json(await self.blobs.get(source.parsed))
        if self.task != "extract":
            asked, _ = await self._run(source, parsed, _truth(self.task, gold, parsed))
            return asked
        truth = FieldsTruth(dict(gold), self.recipe, parsed)
        asked, draft = await self._run(source, parsed, truth)
        if truth.parted:
            evidence = await self._evidence(draft)
            parts = FieldsTruth(dict(gold), self.recipe, parsed, evidence)
            asked, _ = await self._run(source, parsed, parts)
        return asked

    async def _run(
        self, source: Source, parsed: ParsedDocument, truth: Truth
    ) -> tuple[list[Asked], Event]:
        answering = Answering(truth, self.task)
        reads, writes, makes = STREAMS[self.task]
        tools = self.stage.service.tools.asking(answering)
        stage = Stage(replace(self.stage.service, tools=tools), reads, writes)
        made = await stage(event_of(source, parsed, self.task, self.recipe), makes)
        return answering.asked, made

    async def _evidence(self, draft: Event) -> dict[str, Evidence]:
        assert isinstance(draft, DraftExtracted)
        extraction = Extraction.model_validate_json(await self.blobs.get(draft.extraction))
        return {pointer: leaf.evidence for pointer, leaf in extraction.leaves.items()}


@asynccontextmanager
async def recording(
    recipe: Recipe, settings: Settings, task: Task = "extract"
) -> AsyncIterator[Recording]:
    """Open what a task's questions are recorded with; all of it is gone at the end.

    Windows are those of the model in the settings, or of the local one where that is Claude, which
    cannot be tuned. Raises MisconfiguredError where the recipe is not the one that services would
    load, or the service is not installed.
    """
    if load_recipes(settings.recipes).get(recipe.recipe) != recipe:
        raise MisconfiguredError(
            f"the recipe {recipe.recipe!r} is not the one in {settings.recipes}; set WINNOW_RECIPES"
        )
    with tempfile.TemporaryDirectory(prefix="winnow-examples-") as folder:
        private = _private(settings, Path(folder))
        await migrate(private.database_url())
        reads, writes, _ = STREAMS[task]
        stage = open_stage(reads, writes, private)
        try:
            yield Recording(recipe, task, stage, open_blobs(private), private)
        finally:
            await stage.service.close()


def _private(settings: Settings, folder: Path) -> Settings:
    model = "local" if chosen(settings) == "claude" else chosen(settings)
    return settings_apart(settings, folder).model_copy(update={"model": model})


def _truth(task: Task, gold: Mapping[str, Any], parsed: ParsedDocument) -> Truth:
    """The truth of a task that has one text for an answer."""
    name = {"classify": "type", "summarise": "summary"}[task]
    right = gold.get(name)
    if not isinstance(right, str) or not right.strip():
        raise UnusableError("unjudged", f"nobody labelled /{name}")
    return ChoiceTruth(right) if task == "classify" else SentencesTruth(right, parsed)


def event_of(source: Source, parsed: ParsedDocument, task: Task, recipe: Recipe) -> Event:
    """The event that the service reads in production."""
    known = {
        "event_id": uuid5(NAMESPACE, source.submission),
        "document_id": uuid5(NAMESPACE, source.parsed.sha256),
        "tenant": source.parsed.tenant,
        "source": source,
    }
    if task == "extract":
        return DocumentClassified(
            **known, recipe=recipe.recipe, confidence=1.0, decided_by="submitter"
        )
    return DocumentParsed(
        **known,
        recipe=None if task == "classify" else recipe.recipe,
        characters=len(parsed.text),
        chunks=len(parsed.chunks),
        seconds=0.0,
    )
