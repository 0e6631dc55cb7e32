"""The history of documents on the desk, and the items that follow from it, in SQL."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.contracts.base import Event
from winnow.contracts.documents import DocumentParsed
from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import ReviewChanged, ReviewDecided, ReviewRequested
from winnow.recipes.recipe import Recipe
from winnow.records.exclusive import one_at_a_time
from winnow.records.moment import now
from winnow.records.statements import insert_ignore, upsert
from winnow.records.tables import review_history as history
from winnow.records.tables import review_items as items
from winnow.records.text import storable
from winnow_review.folding import Item
from winnow_review.score import likeness_of, order_of, uncertainty_of

KINDS: Final[dict[str, type[Event]]] = {
    "requested": ReviewRequested,
    "decided": ReviewDecided,
    "completed": ResultCompleted,
    "parsed": DocumentParsed,
}  # all others are the `change` of a ReviewChanged
NAMES: Final = {carried: name for name, carried in KINDS.items()}


async def locked(conn: AsyncConnection, tenant: str, document_id: str) -> Row[Any] | None:
    """A document's row, which nobody else can change until the transaction ends."""
    await one_at_a_time(conn, f"{items.name}/{document_id}")
    own = select(items).where(items.c.document_id == document_id, items.c.tenant == tenant)
    return (await conn.execute(own)).first()


def kept(event: Event) -> Event | None:
    """What the history holds of an event: of results only that a document was accepted unseen."""
    if isinstance(event, ResultCompleted):
        return event.model_copy(update={"body": None}) if event.outcome == "accepted" else None
    return event


async def keep(conn: AsyncConnection, events: Sequence[Event], *, published: bool) -> bool:
    """Add events to the history; False if all are there already."""
    return (
        await insert_ignore(conn, history, [_row(one, published=published) for one in events]) > 0
    )


async def events_of(conn: AsyncConnection, tenant: str, document_id: str) -> list[Event]:
    """A document's history, in no order."""
    own = history.c.document_id == document_id, history.c.tenant == tenant
    rows = await conn.execute(select(history.c.kind, history.c.event).where(*own))
    return [KINDS.get(row.kind, ReviewChanged).model_validate_json(row.event) for row in rows]


async def project(
    conn: AsyncConnection, known: Row[Any] | None, item: Item, recipes: Mapping[str, Recipe]
) -> dict[str, Any]:
    """Write the row that follows from an item, and return it; a claim lasts while the same work is
    to be done.
    """
    same = known is not None and (known.state, known.request_id) == (
        item.state,
        str(item.request.event_id),
    )
    claim = (known.claimed_by, known.lease_until) if known is not None and same else (None, None)
    row = {**item_row(item, recipes), "claimed_by": claim[0], "lease_until": claim[1]}
    await upsert(conn, items, row)
    return row


def item_row(item: Item, recipes: Mapping[str, Recipe]) -> dict[str, Any]:
    """The columns of a row, but for the claim."""
    request = item.request
    recipe = recipes.get(request.recipe or "")
    return {
        "document_id": str(request.document_id),
        "tenant": request.tenant,
        "recipe": request.recipe,
        "file_name": storable(request.source.file_name),
        "state": item.state,
        "priority": request.priority,
        "due_at": request.due_at,
        "score": order_of(request, recipe.must_have if recipe else ()),
        "uncertainty": uncertainty_of(request),
        "likeness": likeness_of(request),
        "request_id": str(request.event_id),
        "requested": request.model_dump_json(),
        "assigned_to": item.assigned_to,
        "revision": item.revision,
        "created_at": request.occurred_at,
        "changed_at": now(),
    }


def _row(event: Event, *, published: bool) -> dict[str, Any]:
    requested: str | None = getattr(event, "requested", None)
    if isinstance(event, ReviewRequested):
        requested = str(event.event_id)
    return {
        "event_id": str(event.event_id),
        "document_id": str(event.document_id),
        "tenant": event.tenant,
        "kind": event.change if isinstance(event, ReviewChanged) else NAMES[type(event)],
        "requested": requested,
        "revision": getattr(event, "revision", 0),
        "actor": getattr(event, "reviewer", None),
        "at": event.occurred_at,
        "event": event.model_dump_json(),
        "published": published,
    }
