"""drafts.extracted, drafts.summarised, review.decided -> results.completed, review.requested"""

from dataclasses import dataclass
from datetime import timedelta

from winnow import streams
from winnow.contracts.drafts import DraftExtracted, DraftSummarised
from winnow.contracts.evidence import Extraction
from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import ReviewDecided, ReviewRequested
from winnow.errors import RejectedError
from winnow.messaging.handler import Handler
from winnow.recipes.recipe import Recipe
from winnow.storage.port import BlobStore
from winnow_route import rule
from winnow_route.drafts import Drafts, Pair
from winnow_route.results import Ending, complete
from winnow_route.settling import settle

UNKNOWN_DUE = timedelta(hours=24)  # for documents that no recipe was chosen for


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a handler may touch; chosen in app.py, faked in tests."""

    blobs: BlobStore
    recipes: dict[str, Recipe]
    drafts: Drafts
    bar: float


async def route_draft(
    event: DraftExtracted | DraftSummarised, tools: Tools
) -> ResultCompleted | ReviewRequested | None:
    """Wait for the other draft; then accept the document or ask a person."""
    pair = await tools.drafts.keep(event)
    if pair is None:
        return None
    draft = pair.extracted
    extraction = await _load(draft, tools.blobs)
    recipe = tools.recipes.get(draft.recipe or "")
    decision = rule.decide(draft, extraction, recipe, tools.bar)
    if decision.accept:
        ending = Ending("accepted", f"rule:{rule.NAME}", rule.weakest(extraction, recipe))
        return await complete(draft, pair, extraction, ending, tools.blobs)
    return _request(pair, decision, recipe)


async def finish_review(event: ReviewDecided, tools: Tools) -> ResultCompleted | None:
    """A person decided: the result is what they left, or their rejection."""
    if event.outcome == "reclassified":  # classify sends the document round again
        return None
    pair = await tools.drafts.both(str(event.document_id))
    if pair is None:
        raise RejectedError("event_invalid", "a decision on a document that has no draft")
    extraction = await _load(pair.extracted, tools.blobs)
    by = f"reviewer:{event.reviewer}"
    if event.outcome == "rejected":
        ending = Ending("rejected", by, 1.0, event.note)
        return await complete(event, pair, extraction, ending, tools.blobs)
    settled = settle(extraction, event)
    recipe = tools.recipes.get(pair.extracted.recipe or "")
    ending = Ending("reviewed", by, rule.weakest(settled, recipe), event.note)
    return await complete(event, pair, settled, ending, tools.blobs)


def _request(pair: Pair, decision: rule.Decision, recipe: Recipe | None) -> ReviewRequested:
    draft = pair.extracted
    within = timedelta(hours=recipe.review_within_hours) if recipe else UNKNOWN_DUE
    return ReviewRequested(
        **draft.caused("route-review"),
        source=draft.source,
        recipe=draft.recipe,
        extraction=draft.extraction,
        summary=pair.summarised.summary,
        reasons=decision.reasons[:100],
        doubtful=decision.doubtful[:1000],
        rule=rule.NAME,
        priority=draft.source.priority,
        due_at=draft.source.due_at or draft.source.submitted_at + within,
    )


async def _load(draft: DraftExtracted, blobs: BlobStore) -> Extraction:
    return Extraction.model_validate_json(await blobs.get(draft.extraction))


_ENDS = (streams.COMPLETED, streams.REVIEW_REQUESTED)
HANDLERS = (
    Handler(streams.EXTRACTED, route_draft, _ENDS, in_flight=64, exactly_once=True),
    Handler(streams.SUMMARISED, route_draft, _ENDS, in_flight=64, exactly_once=True),
    Handler(
        streams.REVIEW_DECIDED,
        finish_review,
        (streams.COMPLETED, streams.GATES_CLOSED),
        exactly_once=True,
    ),
)
