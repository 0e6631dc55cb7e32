"""drafts.extracted, drafts.summarised, review.decided -> results.completed, review.requested,
gates.closed
"""

from dataclasses import dataclass, replace

from winnow import streams
from winnow.calibration.gates import rates_of
from winnow.contracts.base import Event
from winnow.contracts.drafts import DraftExtracted, DraftSummarised
from winnow.contracts.evidence import Extraction
from winnow.contracts.gates import GateClosed
from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import ReviewDecided, ReviewRequested
from winnow.errors import RejectedError
from winnow.lots import drawn
from winnow.messaging.handler import Handler
from winnow.observability import metrics
from winnow.observability.logs import get_logger
from winnow.recipes.recipe import Recipe
from winnow.storage.port import BlobStore
from winnow_route import promise, rule
from winnow_route.asking import Question, asked, fixed_bar, promised, request_id
from winnow_route.auditing import outcome, veiled
from winnow_route.book import Book, Promise
from winnow_route.drafts import Drafts, Pair
from winnow_route.gatekeeper import Gatekeeper
from winnow_route.results import Ending, complete, result_id
from winnow_route.settling import settle, settled_drafts
from winnow_route.standing import End, Standing, Standings

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything a handler may touch; chosen in app.py, faked in tests."""

    blobs: BlobStore
    recipes: dict[str, Recipe]
    drafts: Drafts
    gates: Gatekeeper
    book: Book
    standings: Standings
    bar: float
    audit_seed: str = ""


async def route_draft(
    event: DraftExtracted | DraftSummarised, tools: Tools
) -> ResultCompleted | ReviewRequested | None:
    """Wait for the other draft; then accept the document or ask a person."""
    pair = await tools.drafts.keep(event)
    if pair is None:
        return None
    extraction = await _load(pair.extracted, tools.blobs)
    recipe = tools.recipes.get(pair.extracted.recipe or "")
    if recipe is not None and rates_of(recipe):
        return await _by_promise(pair, extraction, recipe, tools)
    decision = rule.decide(pair.extracted, extraction, recipe, tools.bar)
    if not decision.accept:
        passing = fixed_bar(recipe, tools.bar)
        return asked(pair, extraction, recipe, Question(decision, rule.NAME, passing))
    ending = Ending("accepted", f"rule:{rule.NAME}", rule.weakest(extraction, recipe))
    return await _accept(pair, extraction, ending, tools)


async def _by_promise(
    pair: Pair, extraction: Extraction, recipe: Recipe, tools: Tools
) -> ResultCompleted | ReviewRequested | None:
    draft = pair.extracted
    gates = await tools.gates.gates(recipe, extraction)
    decision, passed = promise.decide(draft, extraction, recipe, gates, tools.bar)
    passing = promised(recipe, gates)
    if not decision.accept:
        return asked(pair, extraction, recipe, Question(decision, promise.NAME, passing))
    if drawn(f"{tools.audit_seed}/{draft.document_id}", recipe.audit_share):
        assert extraction.calibration is not None  # or nothing would have passed
        await tools.book.draw(str(draft.document_id), recipe.recipe, extraction.calibration)
        unmarked = _unmarked(extraction, passed.accepted)
        told = veiled(passing, extraction, passed.accepted)
        return asked(pair, extraction, recipe, Question(unmarked, promise.NAME, told))
    final = promise.without_withheld(promise.stamped(extraction, passed.accepted))
    ending = Ending("accepted", f"rule:{promise.NAME}", rule.weakest(final, recipe))
    return await _accept(pair, final, ending, tools)


async def _accept(
    pair: Pair, extraction: Extraction, ending: Ending, tools: Tools
) -> ResultCompleted | None:
    draft = pair.extracted
    end = End(request_id(draft), 0, str(result_id(draft)))
    standing = await tools.standings.end(str(draft.document_id), end)
    if standing is None:  # the same draft was asked about before, and a person has decided
        return None
    ending = replace(ending, supersedes=standing.supersedes)
    return await complete(draft, pair, extraction, ending, tools.blobs)


def _unmarked(extraction: Extraction, accepted: frozenset[str]) -> rule.Decision:
    """Ask about what would have passed, in the words of any other request, weakest first."""
    weakest = sorted(accepted, key=lambda at: extraction.leaves[at].confidence)
    told = (f"{at}: only {extraction.leaves[at].confidence:.0%} certain" for at in weakest)
    return rule.Decision(tuple(told), tuple(weakest))


async def finish_review(event: ReviewDecided, tools: Tools) -> list[Event]:
    """A person decided: the result is what they left, or their rejection.

    A decision on an earlier reading of the document, or one that a later decision has overtaken,
    makes no result.
    """
    document = str(event.document_id)
    pair = await tools.drafts.both(document)
    if pair is None:
        if event.outcome == "reclassified" or await tools.drafts.waiting(document):
            return []  # it is being read anew
        raise RejectedError("event_invalid", "a decision on a document that has no draft")
    if event.requested != request_id(pair.extracted):
        log.info("decision on an earlier reading", document_id=document, requested=event.requested)
        return []
    result = None if event.outcome == "reclassified" else str(result_id(event))
    standing = await tools.standings.end(document, End(event.requested, event.revision, result))
    if standing is None:
        log.info("decision was overtaken", document_id=document, revision=event.revision)
        return []
    extraction = await _load(pair.extracted, tools.blobs)
    closed = await _audit(event, extraction, tools)
    if event.outcome == "reclassified":  # classify sends the document round again
        return closed
    return [await _result(event, pair, extraction, standing, tools), *closed]


async def _result(
    event: ReviewDecided, pair: Pair, extraction: Extraction, standing: Standing, tools: Tools
) -> ResultCompleted:
    by = f"reviewer:{event.reviewer}"
    if event.outcome == "rejected":
        ending = Ending("rejected", by, 1.0, event.note, standing.supersedes)
        return await complete(event, pair, extraction, ending, tools.blobs)
    try:
        settled = settle(extraction, event)
    except LookupError as error:
        raise RejectedError("event_invalid", str(error)) from error
    recipe = tools.recipes.get(pair.extracted.recipe or "")
    ending = Ending("reviewed", by, rule.weakest(settled, recipe), event.note, standing.supersedes)
    return await complete(event, settled_drafts(pair, event), settled, ending, tools.blobs)


async def _audit(event: ReviewDecided, extraction: Extraction, tools: Tools) -> list[Event]:
    """Count a decision on a document that was audited; the gates that it closes are told."""
    document, recipe = str(event.document_id), tools.recipes.get(extraction.recipe or "")
    if recipe is None or extraction.calibration is None:
        return []
    calibration = await tools.book.audited(document)
    if calibration != extraction.calibration:
        return []
    seen = outcome(extraction, await tools.gates.accepted(recipe, extraction), event, recipe)
    promises = {
        field: Promise(recipe.recipe, calibration, rate, recipe.assurance)
        for field, rate in rates_of(recipe).items()
    }
    breaches = await tools.book.settle(document, str(event.event_id), seen, promises)
    for breach in breaches:
        metrics.GATES_CLOSED.labels(recipe.recipe, breach.field).inc()
        log.error("gate closed", recipe=recipe.recipe, field=breach.field, errors=breach.errors)
    return [
        GateClosed(
            **event.caused(f"route-gate{breach.field}"),
            recipe=recipe.recipe,
            field=breach.field,
            model=_model(extraction),
            calibration=calibration,
            audited=breach.audited,
            errors=breach.errors,
            tolerated_error=promises[breach.field].tolerated,
            error_at_least=breach.error_at_least,
        )
        for breach in breaches
    ]


def _model(extraction: Extraction) -> str:
    named = (leaf.provenance.model for leaf in extraction.leaves.values())
    return next((name for name in named if name), "")


async def _load(draft: DraftExtracted, blobs: BlobStore) -> Extraction:
    return Extraction.model_validate_json(await blobs.get(draft.extraction))


_ENDS = (streams.COMPLETED, streams.REVIEW_REQUESTED)
_DECIDED = (streams.COMPLETED, streams.GATES_CLOSED)
HANDLERS = (
    Handler(streams.EXTRACTED, route_draft, _ENDS, in_flight=64, exactly_once=True),
    Handler(streams.SUMMARISED, route_draft, _ENDS, in_flight=64, exactly_once=True),
    Handler(streams.REVIEW_DECIDED, finish_review, _DECIDED, exactly_once=True),
)
