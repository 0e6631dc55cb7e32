"""Where somebody goes from a document: to the next one, or to the queue."""

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from winnow.security.keys import Principal
from winnow_review.desk import Desk
from winnow_review.ordering import Sought
from winnow_review.pages.choosing import chosen
from winnow_review.pages.opened import lease_of
from winnow_review.pages.routing import asks_for_part


async def to_next(
    request: Request,
    desk: Desk,
    who: Principal,
    *,
    last: str | None = None,
    leaving: str | None = None,
) -> Response:
    """Claim the next document in the order that the person works in, and go there.

    The one that is left is held until the next is found: it would be the next otherwise.
    """
    recipe, order = chosen(request)
    found = await desk.order.next(who, Sought(recipe=recipe, order=order), lease_of(desk))
    if leaving is not None:
        await desk.queue.release(who, leaving)
    after = f"?last={last}" if last else ""
    return go(request, f"/documents/{found}{after}" if found else f"/{after or '?empty=1'}")


def go(request: Request, path: str) -> Response:
    """Send the browser to another page of ours; htmx follows its own header."""
    if asks_for_part(request):
        return Response(status_code=204, headers={"HX-Redirect": path})
    return RedirectResponse(path, 303)
