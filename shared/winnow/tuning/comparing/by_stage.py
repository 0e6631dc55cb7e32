"""Documents classified or summarised by one contender, in the services' own handlers."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from winnow import streams
from winnow.config import Settings
from winnow.contracts.documents import DocumentClassified, DocumentParsed
from winnow.contracts.drafts import DraftSummarised
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.tuning import Task
from winnow.errors import Remedy, WinnowError
from winnow.evaluation.entering import Entrance, needs_reading
from winnow.evaluation.stages import Stage, all_of, opened_stage
from winnow.evaluation.workplace import workplace
from winnow.llm.port import LanguageModel
from winnow.recipes.load import load_recipes
from winnow.recipes.recipe import Recipe
from winnow.storage.open import open_blobs
from winnow.tuning.comparing.asking import Contender
from winnow.tuning.comparing.held import Held
from winnow.tuning.comparing.outcomes import Said


async def said_by_stage(
    contender: Contender,
    held: Sequence[Held],
    recipe: Recipe,
    task: Task,
    settings: Settings,
    given_text: bool,
    told: Callable[[str, int], None],
) -> list[Said]:
    """The recipe that classify chooses, or the summary, of each document in order.

    A document that fails is one with a `failure`. Raises MisconfiguredError, and UnreachableError
    where the model stays away.
    """
    writes = streams.CLASSIFIED if task == "classify" else streams.SUMMARISED
    reading = any(needs_reading(one.labelled, given_text) for one in held)
    async with workplace(settings, ()) as work, AsyncExitStack() as stack:
        stage = await opened_stage(stack, streams.PARSED, writes, work, contender)
        ingest = None
        if reading:
            ingest = await opened_stage(stack, streams.SUBMITTED, streams.PARSED, work)
        name = f"{task}/{contender.name}/{_known(work)}"
        entrance = Entrance(recipe, name, open_blobs(work), ingest, given_text)
        desk = _Desk(entrance, stage, task, contender)
        return await desk.all(held, lambda: told(contender.role, 1))


def _known(settings: Settings) -> str:
    """A hash of all recipes: what classify chooses among is part of its question."""
    recipes = load_recipes(settings.recipes)
    told = "\n".join(recipes[name].model_dump_json() for name in sorted(recipes))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class _Desk:
    entrance: Entrance
    stage: Stage
    task: Task
    model: LanguageModel

    async def all(self, held: Sequence[Held], told: Callable[[], None]) -> list[Said]:
        return await all_of(self._say(one, told) for one in held)

    async def _say(self, one: Held, told: Callable[[], None]) -> Said:
        """What is said of one document; a document's own fault never ends the comparison."""
        try:
            said = await self._asked(one)
        except WinnowError as error:
            if error.remedy in (Remedy.HALT, Remedy.RETRY):
                raise
            said = Said(None, str(error)[:1000])
        told()
        return said

    async def _asked(self, one: Held) -> Said:
        entered, _ = await self.entrance.enter(one.labelled)
        parsed = await self._parsed(entered)
        document = str(parsed.document_id)
        if self.task == "classify":
            chosen = await self.stage(parsed, DocumentClassified)
            return Said(chosen.recipe, None, chosen.usage, document)
        draft = await self.stage(parsed, DraftSummarised)
        return Said(draft.summary.text, draft.summary.failure, draft.usage, document)

    async def _parsed(self, entered: DocumentClassified) -> DocumentParsed:
        """As ingest says that it was read: without a recipe where classify is to choose one."""
        blob = await self.entrance.blobs.get(entered.source.parsed)
        read = ParsedDocument.model_validate_json(blob)
        return DocumentParsed(
            event_id=entered.event_id,
            document_id=entered.document_id,
            tenant=entered.tenant,
            source=entered.source,
            recipe=None if self.task == "classify" else entered.recipe,
            characters=len(read.text),
            chunks=len(read.chunks),
            seconds=0.0,
        )
