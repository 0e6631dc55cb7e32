"""documents.parsed -> drafts.summarised, usage.recorded"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from winnow import streams
from winnow.contracts.base import Event
from winnow.contracts.documents import DocumentParsed
from winnow.contracts.drafts import DraftSummarised
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.usage import UsageRecorded
from winnow.llm.calls import Calls, Purpose
from winnow.llm.following import Follow
from winnow.llm.port import LanguageModel
from winnow.llm.skill import only_quotes
from winnow.messaging.handler import Handler
from winnow.recipes.recipe import Recipe
from winnow.storage.port import BlobStore
from winnow_summarise.asking import Asking
from winnow_summarise.quoting import Quoter
from winnow_summarise.summary import Summariser
from winnow_summarise.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a handler may touch; chosen in app.py, faked in tests."""

    blobs: BlobStore
    model: LanguageModel
    calls: Calls
    recipes: Mapping[str, Recipe]
    parts: int
    sentences: int
    follow: Follow | None = None  # none: the model itself answers
    shorten: bool = False  # whether a model that only quotes may shorten what it quotes
    recorded: bool = False  # for tuning: asked as a tuned model is, which states

    async def who(self, event: DocumentParsed) -> LanguageModel:
        """The model that answers a document now."""
        if self.follow is None:
            return self.model
        return await self.follow.of(self.model, event.recipe, "summarise", str(event.document_id))

    def asking(self, calls: Calls) -> "Tools":
        """The same, where what a tuned model is asked goes through these calls."""
        return replace(self, calls=calls, recorded=True)

    def summariser(self, asking: Asking, wanted: Wanted) -> Summariser | Quoter:
        """What the model of `asking` may be trusted with."""
        if only_quotes(asking.model) and not self.recorded:
            return Quoter(asking, wanted, self.shorten)
        return Summariser(asking, wanted)


async def summarise_document(event: DocumentParsed, tools: Tools) -> list[Event]:
    """Summarise; a document that no model could summarise goes on without a summary."""
    begun = time.perf_counter()
    parsed = ParsedDocument.model_validate_json(await tools.blobs.get(event.source.parsed))
    recipe = tools.recipes.get(event.recipe or "")
    model = await tools.who(event)
    asking = Asking(_purpose(event, recipe, tools.recipes), model, tools.calls)
    summary = await tools.summariser(asking, _wanted(recipe, tools)).summarise(parsed)
    usage = tuple(asking.usage)
    made: list[Event] = [
        DraftSummarised(
            **event.caused("summarise", model.name),
            source=event.source,
            summary=summary,
            model=model.name,
            usage=usage,
            seconds=time.perf_counter() - begun,
        )
    ]
    if usage:
        made.append(
            UsageRecorded(
                **event.caused("summarise-usage"),
                stage="summarise",
                recipe=asking.purpose.recipe,
                calls=usage,
            )
        )
    return made


def _wanted(recipe: Recipe | None, tools: Tools) -> Wanted:
    """As the submitter's recipe says; where none is known yet, as the settings do."""
    if recipe is None:
        return Wanted(tools.sentences, tools.parts)
    return Wanted(recipe.summary.sentences or tools.sentences, tools.parts, recipe.summary.focus)


def _purpose(
    event: DocumentParsed, recipe: Recipe | None, recipes: Mapping[str, Recipe]
) -> Purpose:
    """Under the submitter's recipe if there is one; else no recipe is known yet."""
    known = [recipe] if recipe else list(recipes.values())
    return Purpose(
        key=str(event.event_id),
        stage="summarise",
        tenant=event.tenant,
        document_id=str(event.document_id),
        recipe=recipe.id if recipe else None,
        cache=all(one.cache for one in known),
        may_wait=recipe.may_wait if recipe else False,
    )


def handlers(workers: int) -> tuple[Handler, ...]:
    """The handlers, with so many documents worked on at once."""
    writes = (streams.SUMMARISED, streams.USAGE)
    return (Handler(streams.PARSED, summarise_document, writes, in_flight=workers),)
