"""documents.parsed, review.decided -> documents.classified, usage.recorded"""

from dataclasses import dataclass, replace

from winnow import streams
from winnow.contracts.base import Event
from winnow.contracts.documents import DocumentClassified, DocumentParsed
from winnow.contracts.parsed import ParsedDocument
from winnow.contracts.reviews import ReviewDecided
from winnow.contracts.usage import UsageRecorded
from winnow.errors import RejectedError
from winnow.llm.calls import Calls, Purpose
from winnow.llm.following import Follow
from winnow.llm.port import LanguageModel
from winnow.messaging.handler import Handler
from winnow.recipes.recipe import Recipe
from winnow.storage.port import BlobStore
from winnow_classify.choosing import Choice, Voices, choose


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a handler may touch; chosen in app.py, faked in tests."""

    blobs: BlobStore
    recipes: dict[str, Recipe]
    voices: Voices | None  # none: the model is asked about every document
    model: LanguageModel
    calls: Calls
    bar: float
    follow: Follow | None = None  # none: the model itself answers

    async def who(self, event: DocumentParsed) -> LanguageModel:
        """The model that answers a document now; no recipe is known yet."""
        if self.follow is None:
            return self.model
        return await self.follow.of(self.model, None, "classify", str(event.document_id))

    def asking(self, calls: Calls) -> "Tools":
        """The same, where every document is put to the model, through these calls."""
        return replace(self, voices=None, calls=calls)


async def classify_document(event: DocumentParsed, tools: Tools) -> list[Event]:
    """Take the submitter's recipe, or choose one; none when nobody is certain enough."""
    if event.recipe is not None:
        if event.recipe not in tools.recipes:
            raise RejectedError("recipe_unknown", event.recipe)
        choice = Choice(event.recipe, 1.0, {}, "submitter")
    else:
        parsed = ParsedDocument.model_validate_json(await tools.blobs.get(event.source.parsed))
        choice = await choose(
            _purpose(event, tools),
            parsed.text,
            tools.recipes,
            tools.voices,
            await tools.who(event),
            tools.calls,
        )
    made: list[Event] = [
        DocumentClassified(
            **event.caused("classify"),
            source=event.source,
            recipe=choice.recipe if choice.confidence >= tools.bar else None,
            confidence=choice.confidence,
            scores=choice.scores,
            decided_by=choice.decided_by,
            usage=choice.usage,
            seconds=sum(call.seconds for call in choice.usage),
        )
    ]
    if choice.usage:
        made.append(
            UsageRecorded(**event.caused("classify-usage"), stage="classify", calls=choice.usage)
        )
    return made


def _purpose(event: DocumentParsed, tools: Tools) -> Purpose:
    """No recipe is known yet, so answers are shared only where every recipe lets them be."""
    return Purpose(
        key=str(event.event_id),
        stage="classify",
        tenant=event.tenant,
        document_id=str(event.document_id),
        cache=all(recipe.cache for recipe in tools.recipes.values()),
    )


async def reclassify_document(event: ReviewDecided, tools: Tools) -> DocumentClassified | None:
    """A reviewer named the recipe: send the document round again."""
    if event.outcome != "reclassified":
        return None
    if event.recipe not in tools.recipes:
        raise RejectedError("recipe_unknown", str(event.recipe))
    return DocumentClassified(
        **event.caused("classify"),
        source=event.source,
        recipe=event.recipe,
        confidence=1.0,
        decided_by=f"reviewer:{event.reviewer}",
    )


HANDLERS = (
    Handler(streams.PARSED, classify_document, (streams.CLASSIFIED, streams.USAGE), in_flight=4),
    Handler(streams.REVIEW_DECIDED, reclassify_document, (streams.CLASSIFIED,)),
)
