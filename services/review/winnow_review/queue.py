"""The queue: documents that wait for a person, claims on them, decisions to be published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import ReviewDecided, ReviewRequested
from winnow.recipes.recipe import Recipe
from winnow.records.database import Database
from winnow.records.moment import now
from winnow.records.statements import insert_ignore
from winnow.records.tables import review_items as items
from winnow.records.tables import review_outbox as outbox
from winnow.web.problems import ProblemError
from winnow_review import projection
from winnow_review.score import score_of

NO_RECIPES: Final[Mapping[str, Recipe]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Claim:
    """Who holds a document, and for how long from now."""

    reviewer: str
    lease: timedelta


class Queue:
    """Documents that wait for a person; `recipes` tell which values weigh most."""

    def __init__(self, database: Database, recipes: Mapping[str, Recipe] = NO_RECIPES) -> None:
        self._database = database
        self._recipes = recipes

    async def request(self, event: ReviewRequested) -> None:
        """Put a document into the queue; a repeat of the same request changes nothing."""
        recipe = self._recipes.get(event.recipe or "")
        score = score_of(event, recipe.must_have if recipe else ())
        async with self._database.begin() as conn:
            await projection.ask(conn, event, score)

    async def settle(self, event: ReviewDecided | ResultCompleted) -> None:
        """Take a document out of the queue: it was decided, or its result is there."""
        async with self._database.begin() as conn:
            await projection.settle(conn, event)

    async def page(
        self, tenant: str, state: str, recipe: str | None, limit: int, offset: int
    ) -> tuple[Sequence[dict[str, Any]], int]:
        """Items, what has most at stake first, and how many there are in all."""
        wanted = [items.c.tenant == tenant, items.c.state == state]
        if recipe:
            wanted.append(items.c.recipe == recipe)
        first = items.c.score.desc(), items.c.due_at, items.c.document_id
        ordered = select(items).where(*wanted).order_by(*first).limit(limit).offset(offset)
        async with self._database.read() as conn:
            found = [_plain(row) for row in await conn.execute(ordered)]
            total = await conn.scalar(select(func.count()).select_from(items).where(*wanted))
        return found, int(total or 0)

    async def find(self, tenant: str, document_id: str) -> dict[str, Any]:
        """One item; ProblemError 404 if there is none."""
        own = select(items).where(items.c.document_id == document_id, items.c.tenant == tenant)
        async with self._database.read() as conn:
            return _plain(_needed((await conn.execute(own)).first(), document_id))

    async def claim(self, tenant: str, document_id: str, claim: Claim) -> dict[str, Any]:
        """Take or renew a claim; 409 while somebody else's lease lasts."""
        async with self._database.begin() as conn:
            known = _needed(await projection.locked(conn, tenant, document_id), document_id)
            _refuse_decided(known)
            _refuse_foreign(known, claim.reviewer)
            until = now() + claim.lease
            return await _change(conn, known, claimed_by=claim.reviewer, lease_until=until)

    async def release(self, tenant: str, document_id: str, reviewer: str) -> dict[str, Any]:
        """Give a claim back; 409 if it is somebody else's."""
        async with self._database.begin() as conn:
            known = _needed(await projection.locked(conn, tenant, document_id), document_id)
            _refuse_foreign(known, reviewer)
            return await _change(conn, known, claimed_by=None, lease_until=None)

    async def open_for(
        self, tenant: str, document_id: str, reviewer: str, revision: int
    ) -> dict[str, Any]:
        """The item, if the reviewer may decide it at this revision; else ProblemError 404, 409."""
        async with self._database.begin() as conn:
            known = _needed(await projection.locked(conn, tenant, document_id), document_id)
            _refuse(known, reviewer, revision)
            return _plain(known)

    async def decide(self, event: ReviewDecided) -> None:
        """Store a decision, to be published: both or neither.

        `event.revision` must be one more than the item's, else 409 `stale_revision`.
        """
        document_id = str(event.document_id)
        told = event.model_dump_json()
        row = {"event_id": str(event.event_id), "event": told, "published": False, "at": now()}
        async with self._database.begin() as conn:
            known = await projection.locked(conn, event.tenant, document_id)
            known = _needed(known, document_id)
            _refuse(known, event.reviewer, event.revision - 1)
            await insert_ignore(conn, outbox, [row])
            change = {"state": projection.DECIDED, "decided": told, "revision": event.revision}
            await _change(conn, known, **change)

    async def unpublished(self) -> list[ReviewDecided]:
        """Decisions that were stored and not yet sent, oldest first."""
        wanted = select(outbox.c.event).where(outbox.c.published.is_(False))
        async with self._database.read() as conn:
            rows = await conn.execute(wanted.order_by(outbox.c.at))
            return [ReviewDecided.model_validate_json(row.event) for row in rows]

    async def mark_published(self, event: ReviewDecided) -> None:
        """Note that a decision is on its topic."""
        async with self._database.begin() as conn:
            own = outbox.c.event_id == str(event.event_id)
            await conn.execute(update(outbox).where(own).values(published=True))


async def _change(conn: AsyncConnection, known: Row[Any], **values: Any) -> dict[str, Any]:
    own = items.c.document_id == known.document_id
    await conn.execute(update(items).where(own).values(**values))
    return {**_plain(known), **values}


def _needed(row: Row[Any] | None, document_id: str) -> Row[Any]:
    if row is None or row.state == projection.ENDED:
        raise ProblemError(404, "document_unknown", f"no review of document {document_id}")
    return row


def _refuse(known: Row[Any], reviewer: str, revision: int) -> None:
    _refuse_decided(known)
    _refuse_foreign(known, reviewer)
    if known.revision != revision:
        told = f"the document is at revision {known.revision}; look at it again"
        raise ProblemError(409, "stale_revision", told)


def _refuse_decided(known: Row[Any]) -> None:
    if known.state == projection.DECIDED:
        raise ProblemError(409, "already_decided", "the document has been decided")


def _refuse_foreign(known: Row[Any], reviewer: str) -> None:
    held = known.claimed_by is not None and known.lease_until > now()
    if held and known.claimed_by != reviewer:
        told = f"{known.claimed_by} holds it until {known.lease_until.isoformat()}"
        raise ProblemError(409, "claimed", told)


def _plain(row: Row[Any]) -> dict[str, Any]:
    return {**row._mapping, "requested": ReviewRequested.model_validate_json(row.requested)}  # noqa: SLF001
