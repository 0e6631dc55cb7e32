"""documents.classified -> drafts.extracted, usage.recorded"""

import time
from dataclasses import dataclass, replace
from functools import lru_cache

from winnow import streams
from winnow.calibration.gates import unfit
from winnow.contracts.base import Event
from winnow.contracts.documents import DocumentClassified
from winnow.contracts.drafts import DraftExtracted
from winnow.contracts.evidence import Extraction
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.usage import Usage, UsageRecorded
from winnow.errors import RejectedError
from winnow.ladder.rungs import names_of
from winnow.ladder.validity import steps_of
from winnow.llm.calls import Calls, Purpose
from winnow.messaging.handler import Handler
from winnow.observability.logs import get_logger
from winnow.recipes.recipe import Recipe
from winnow.records.port import CalibrationStore, LadderStore
from winnow.storage.port import BlobStore
from winnow_extract.climbing import climb
from winnow_extract.drafting import Readers, draft, unclassified

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a handler may touch; chosen in app.py, faked in tests."""

    blobs: BlobStore
    recipes: dict[str, Recipe]
    readers: Readers
    calibrations: CalibrationStore
    ladders: LadderStore | None = None  # none: whatever recipes name, the model reads

    def asking(self, calls: Calls) -> "Tools":
        """The same, where the model alone reads, and is asked through these calls."""
        return replace(self, readers=replace(self.readers, calls=calls), ladders=None)


async def extract_fields(event: DocumentClassified, tools: Tools) -> list[Event]:
    """Fill the recipe's fields; what no machine could fill goes on empty, for a person."""
    begun = time.perf_counter()
    recipe = _recipe(event, tools)
    readers = tools.readers
    if recipe is not None:
        readers = await readers.of(recipe, str(event.document_id))
    extraction, usage = await _extract(event, recipe, readers, tools)
    stored = await tools.blobs.put(
        event.tenant, extraction.model_dump_json().encode(), "application/json"
    )
    made: list[Event] = [
        DraftExtracted(
            **event.caused("extract", readers.model.name),
            source=event.source,
            recipe=event.recipe,
            classification=event.confidence,
            decided_by=event.decided_by,
            extraction=stored,
            usage=(*event.usage, *usage),
            seconds=time.perf_counter() - begun,
        )
    ]
    if usage:
        made.append(
            UsageRecorded(
                **event.caused("extract-usage"),
                stage="extract",
                recipe=extraction.recipe_version,
                calls=usage,
            )
        )
    return made


def _recipe(event: DocumentClassified, tools: Tools) -> Recipe | None:
    if event.recipe is None:
        return None
    if event.recipe not in tools.recipes:
        raise RejectedError("recipe_unknown", event.recipe)
    return tools.recipes[event.recipe]


async def _extract(
    event: DocumentClassified, recipe: Recipe | None, readers: Readers, tools: Tools
) -> tuple[Extraction, tuple[Usage, ...]]:
    if recipe is None:
        return unclassified(), ()
    parsed = ParsedDocument.model_validate_json(await tools.blobs.get(event.source.parsed))
    if recipe.ladder and tools.ladders is not None:
        names = names_of(recipe, readers.rungs)
        steps, why = await steps_of(recipe, names, tools.ladders, tools.calibrations)
        if why:
            _tell(recipe.recipe, why)
        return await climb(_purpose(event, recipe), parsed, recipe, steps, readers)
    calibration = await tools.calibrations.newest(recipe.recipe, readers.model.name)
    if unfit(recipe, calibration):  # route says what to do about it
        calibration = None
    return await draft(_purpose(event, recipe), parsed, recipe, readers, calibration)


def _purpose(event: DocumentClassified, recipe: Recipe) -> Purpose:
    return Purpose(
        key=str(event.event_id),
        stage="extract",
        tenant=event.tenant,
        document_id=str(event.document_id),
        recipe=recipe.id,
        cache=recipe.cache,
        may_wait=recipe.may_wait,
    )


@lru_cache(maxsize=100)
def _tell(recipe: str, why: str) -> None:
    """Once a process and reason: it is so for every document."""
    log.warning("the ladder is not climbed", recipe=recipe, why=why)


def handlers(workers: int) -> tuple[Handler, ...]:
    """The handlers, with so many documents worked on at once."""
    writes = (streams.EXTRACTED, streams.USAGE)
    return (Handler(streams.CLASSIFIED, extract_fields, writes, in_flight=workers),)
