"""The history of a document, as far as somebody may know it."""

from collections.abc import Sequence

from sqlalchemy import select

from winnow.contracts.base import Event
from winnow.contracts.evidence import Extraction
from winnow.contracts.reviews import ReviewChanged
from winnow.records.tables import review_history
from winnow.security.keys import Principal
from winnow_review.desk import Desk
from winnow_review.history import KINDS
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
    return changes_of(await _events(desk, held), extraction)


async def _events(desk: Desk, held: Held) -> Sequence[Event]:
    request, own = held.item.request, review_history.c
    wanted = select(own.kind, own.event).where(
        own.document_id == str(request.document_id), own.tenant == request.tenant
    )
    async with desk.queue.database.read() as conn:
        rows = await conn.execute(wanted)
        return [KINDS.get(row.kind, ReviewChanged).model_validate_json(row.event) for row in rows]
