"""A decision on its way: checked, stored, published."""

from winnow.contracts.base import event_id_of
from winnow.contracts.evidence import Extraction
from winnow.contracts.reviews import ReviewDecided, ReviewRequested
from winnow.errors import UnreachableError, WinnowError
from winnow.messaging.cloudevents import MAX_RECORD
from winnow.messaging.port import Publisher
from winnow.observability.logs import get_logger
from winnow.recipes.recipe import Recipe
from winnow.web.problems import ProblemError
from winnow_review.checking import check_fields, open_flags
from winnow_review.queue import Queue
from winnow_review.views import DecisionRequest

log = get_logger(__name__)


def decided(
    request: ReviewRequested,
    extraction: Extraction,
    decision: DecisionRequest,
    reviewer: str,
    recipes: dict[str, Recipe],
) -> ReviewDecided:
    """The event that the decision is; ProblemError if it cannot be taken."""
    if decision.outcome == "reclassified" and decision.recipe not in recipes:
        raise ProblemError(422, "recipe_unknown", f"there is no recipe {decision.recipe!r}")
    if decision.outcome == "approved":
        _check_approval(request, extraction, decision, recipes)
    event = ReviewDecided(
        event_id=event_id_of("review", request.event_id, str(decision.revision + 1)),
        document_id=request.document_id,
        tenant=request.tenant,
        source=request.source,
        requested=str(request.event_id),
        reviewer=reviewer,
        outcome=decision.outcome,
        recipe=decision.recipe if decision.outcome == "reclassified" else request.recipe,
        fields=tuple(decision.fields) if decision.outcome == "approved" else (),
        note=decision.note,
        revision=decision.revision + 1,
    )
    _check_size(event)
    return event


def _check_size(event: ReviewDecided) -> None:
    size = len(event.model_dump_json().encode())
    if size > MAX_RECORD:
        told = f"{size} bytes; shorten the note or decide fewer values"
        raise ProblemError(413, "decision_too_large", told)


def _check_approval(
    request: ReviewRequested,
    extraction: Extraction,
    decision: DecisionRequest,
    recipes: dict[str, Recipe],
) -> None:
    recipe = recipes.get(request.recipe or "")
    if recipe is None:
        raise ProblemError(409, "no_recipe", "choose a recipe (reclassified) before approving")
    check_fields(recipe, extraction, decision.fields)
    doubts = open_flags(request, decision.fields)
    if doubts and not decision.sign_off:
        told = "decide the values in doubt, or sign them off"
        raise ProblemError(409, "open_flags", told, doubts)


async def publish_stored(queue: Queue, publisher: Publisher) -> None:
    """Send every decision that is stored and not yet sent; those that cannot be sent wait."""
    for event in await queue.unpublished():
        try:
            await publisher.publish(event)
        except UnreachableError as error:
            log.warning("decision waits", document_id=str(event.document_id), error=str(error))
            return
        except WinnowError as error:  # the others must not wait for this one
            log.exception("decision stuck", document_id=str(event.document_id), error=str(error))
            continue
        await queue.mark_published(event)
