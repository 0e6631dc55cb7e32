"""documents.classified, drafts.extracted, drafts.summarised, review.decided, results.completed
-> what became of each answer; examples to train on
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from winnow import streams
from winnow.contracts.base import Event
from winnow.contracts.documents import DocumentClassified
from winnow.contracts.drafts import DraftExtracted
from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import ReviewDecided
from winnow.contracts.tuning import Task
from winnow.messaging.handler import Handler
from winnow.messaging.publisher import KafkaPublisher
from winnow.records.live_quality import LiveQuality, Outcome
from winnow.records.port import WhoServes
from winnow.records.shadows import Shadows
from winnow.records.tuning_events import Held, TuningEvents
from winnow.storage.port import BlobStore
from winnow_tune.folding import decision_on, outcomes
from winnow_tune.shadowing import ask_shadow, extraction_of, score


class Keeper(Protocol):
    """Keeps examples to train on; `winnow_tune.keeping.Examples`."""

    async def keep(
        self, decision: ReviewDecided, result: ResultCompleted
    ) -> Mapping[Task, int]: ...


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a handler may touch; chosen in app.py, faked in tests."""

    blobs: BlobStore
    events: TuningEvents
    live: LiveQuality
    shadows: Shadows
    registry: WhoServes
    examples: Keeper
    shadow: float
    publisher: KafkaPublisher | None = None


async def follow(event: Event, tools: Tools) -> None:
    """Take the event in, in whatever order it comes, and draw what follows from all so far.

    A type that a submitter or a reviewer named is no answer of a model.
    """
    if isinstance(event, DocumentClassified) and not event.usage:
        return
    held = await tools.events.take_in(event)
    found = await _draw(held, tools)
    if isinstance(event, ResultCompleted):
        for one in found:
            await ask_shadow(one, tools.registry, tools.shadows, tools.shadow)
    if isinstance(event, ReviewDecided | ResultCompleted):
        await score(held, tools.shadows, tools.blobs)
        await _keep_examples(held, tools)


async def _draw(held: Held, tools: Tools) -> list[Outcome]:
    """Keep what became of the answers, by all that is held of the document in the end.

    Events of a document on other topics are taken in meanwhile: what they changed would be lost if
    we were slower to write than they.
    """
    while True:
        draft, extraction = held.get("extracted"), None
        if isinstance(draft, DraftExtracted):
            extraction = await extraction_of(draft, tools.blobs)
        found = outcomes(held, extraction)
        await tools.live.keep(found)
        before, held = held, await tools.events.held(_document(held))
        if held == before:
            return found


def _document(held: Held) -> str:
    return next(str(event.document_id) for event in held.values())


async def _keep_examples(held: Held, tools: Tools) -> None:
    """Of a decision and the result that it led to."""
    decision, result = decision_on(held), held.get("ended")
    if decision is None or not isinstance(result, ResultCompleted):
        return
    if result.occurred_at >= decision.occurred_at:
        made = await tools.examples.keep(decision, result)
        await tools.live.taught(str(decision.document_id), made)


READ = (
    streams.CLASSIFIED,
    streams.EXTRACTED,
    streams.SUMMARISED,
    streams.REVIEW_DECIDED,
    streams.COMPLETED,
)
# Repeats are let through: what is held of a document takes each event in once by itself.
HANDLERS = tuple(Handler(stream, follow, in_flight=16, once=None) for stream in READ)
