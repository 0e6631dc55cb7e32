"""documents.classified -> drafts.extracted, usage.recorded"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from winnow import streams
from winnow.contracts.base import Event
from winnow.contracts.documents import DocumentClassified
from winnow.contracts.drafts import DraftExtracted
from winnow.contracts.evidence import Extraction
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.usage import Usage, UsageRecorded
from winnow.errors import RejectedError
from winnow.llm.port import LanguageModel
from winnow.messaging.handler import Handler
from winnow.recipes.recipe import Recipe
from winnow.records.port import AnswerStore
from winnow.storage.port import BlobStore
from winnow_extract.drafting import Limits, draft, unclassified


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a handler may touch; chosen in app.py, faked in tests."""

    blobs: BlobStore
    recipes: dict[str, Recipe]
    model: LanguageModel
    answers: AnswerStore
    limits: Limits
    second_models: Mapping[str, LanguageModel] = field(default_factory=dict)  # by `second_reading`


async def extract_fields(event: DocumentClassified, tools: Tools) -> list[Event]:
    """Fill the recipe's fields; what no machine could fill goes on empty, for a person."""
    begun = time.perf_counter()
    extraction, usage = await _extract(event, tools)
    stored = await tools.blobs.put(
        event.tenant, extraction.model_dump_json().encode(), "application/json"
    )
    made: list[Event] = [
        DraftExtracted(
            **event.caused("extract", tools.model.name),
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
        made.append(UsageRecorded(**event.caused("extract-usage"), stage="extract", calls=usage))
    return made


async def _extract(event: DocumentClassified, tools: Tools) -> tuple[Extraction, tuple[Usage, ...]]:
    if event.recipe is None:
        return unclassified(), ()
    if event.recipe not in tools.recipes:
        raise RejectedError("recipe_unknown", event.recipe)
    parsed = ParsedDocument.model_validate_json(await tools.blobs.get(event.source.parsed))
    recipe = tools.recipes[event.recipe]
    return await draft(
        str(event.event_id),
        parsed,
        recipe,
        tools.model,
        tools.answers,
        tools.limits,
        second_model=tools.second_models.get(recipe.second_reading),
    )


def handlers(workers: int) -> tuple[Handler, ...]:
    """The handlers, with so many documents worked on at once."""
    writes = (streams.EXTRACTED, streams.USAGE)
    return (Handler(streams.CLASSIFIED, extract_fields, writes, in_flight=workers),)
