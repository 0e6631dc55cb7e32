"""The history of a document, as far as somebody may know it."""

from winnow.contracts.evidence import Extraction
from winnow.security.keys import Principal
from winnow_review.desk import Desk
from winnow_review.history import events_of
from winnow_review.queue import Held, oversees
from winnow_review.sheet.changes import Change, changes_of

OPEN = ("pending", "disputed")


async def past_of(
    desk: Desk, held: Held, who: Principal, extraction: Extraction
) -> tuple[Change, ...]:
    """All of it, newest first. Whoever may still decide the document sees only this round's notes:
    a blind reader and one who is first must not be told apart, nor an adjudicator who read what.
    """
    if held.item.state in OPEN and not oversees(who):
        return changes_of(held.item.noted, extraction)
    request = held.item.request
    async with desk.queue.database.read() as conn:
        events = await events_of(conn, request.tenant, str(request.document_id))
    return changes_of(events, extraction)
