"""The events that writes on the desk are."""

from winnow.contracts.base import event_id_of
from winnow.contracts.reviews import ReviewChanged
from winnow.recipes.recipe import Recipe
from winnow.security.keys import Principal
from winnow.web.problems import ProblemError
from winnow_review.desk import Desk
from winnow_review.queue import Held
from winnow_review.sizing import check_size


def recipe_of(desk: Desk, held: Held) -> Recipe:
    """The document's recipe; ProblemError 409 `no_recipe` where none was chosen, or it is gone."""
    recipe = desk.recipes.get(held.item.request.recipe or "")
    if recipe is None:
        raise ProblemError(409, "no_recipe", "choose a recipe (reclassified) before approving")
    return recipe


def change(held: Held, who: Principal, kind: str, **told: object) -> ReviewChanged:
    """The event of a write that decides nothing for good."""
    request, revision = held.item.request, held.item.revision + 1
    event = ReviewChanged.model_validate(
        {
            "event_id": event_id_of("review-change", request.event_id, str(revision)),
            "document_id": request.document_id,
            "tenant": request.tenant,
            "requested": str(request.event_id),
            "reviewer": who.name,
            "change": kind,
            "revision": revision,
            **told,
        }
    )
    check_size(event)
    return event
