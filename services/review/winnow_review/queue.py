"""The desk's memory: the history of documents, the items that follow, claims on them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.contracts.base import Event
from winnow.contracts.documents import DocumentParsed
from winnow.contracts.reviews import ReviewChanged, ReviewDecided
from winnow.recipes.recipe import Recipe
from winnow.records.audit import AuditLog, Entry
from winnow.records.database import Database
from winnow.records.moment import now
from winnow.records.tables import review_history, review_items
from winnow.security.keys import Principal, Role
from winnow.web.problems import ProblemError
from winnow_review import history
from winnow_review.folding import Item, Write, blinded, fold
from winnow_review.leases import Lease
from winnow_review.score import score_at

NO_RECIPES: Final[Mapping[str, Recipe]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Held:
    """A document on the desk, and who holds it; `score` is what is at stake now."""

    item: Item
    claimed_by: str | None
    lease_until: datetime | None
    score: float

    @property
    def holder(self) -> str | None:
        """Who holds it, while the lease lasts."""
        return self.lease.holder

    @property
    def lease(self) -> Lease:
        return Lease(self.claimed_by, self.lease_until)


Make = Callable[[Held], Write]


class Queue:
    """Documents that people look at; `recipes` tell which values weigh most."""

    def __init__(self, database: Database, recipes: Mapping[str, Recipe] = NO_RECIPES) -> None:
        self.database = database
        self.audit = AuditLog(database)
        self._recipes = recipes

    async def take_in(self, event: Event) -> None:
        """Take an event of any topic into the history; a repeat changes nothing.

        Documents that nobody is asked about leave no trace but the result that says so, which may
        come before an older request.
        """
        kept = history.kept(event)
        if kept is None:
            return
        document = str(event.document_id)
        async with self.database.begin() as conn:
            known = await history.locked(conn, event.tenant, document)
            if known is None and isinstance(event, DocumentParsed):
                return
            if await history.keep(conn, [kept], published=True):
                await self._project(conn, known, event.tenant, document)

    async def add(self, events: Sequence[Event]) -> None:
        """Take events into the history alone; `project` makes the items."""
        kept = [one for event in events if (one := history.kept(event)) is not None]
        async with self.database.begin() as conn:
            await history.keep(conn, kept, published=True)

    async def project(self, documents: Iterable[tuple[str, str]]) -> None:
        """Make the items of documents, each given by tenant and id."""
        async with self.database.begin() as conn:
            for tenant, document_id in sorted(documents):  # in order: nobody waits in a circle
                known = await history.locked(conn, tenant, document_id)
                await self._project(conn, known, tenant, document_id)

    async def find(self, who: Principal, document_id: str) -> Held:
        """A document as this person may see it; ProblemError 404, 403."""
        async with self.database.read() as conn:
            own = review_items.c.document_id == document_id, review_items.c.tenant == who.tenant
            row = (await conn.execute(select(review_items).where(*own))).first()
            events = await history.events_of(conn, who.tenant, document_id)
        held = _held(row, fold(events), document_id)
        _refuse_unskilled(held, who)
        return for_eyes_of(held, who)

    async def claim(self, who: Principal, document_id: str, lease: timedelta) -> Held:
        """Take or renew a claim; ProblemError 409 while another's lease lasts, 404, 403."""
        async with self.database.begin() as conn:
            _, _, held = await self._locked(conn, who, document_id)
            refuse_closed(held, who)
            refuse_foreign(held, who)
            await self._log(conn, who, "claimed", document_id)
            return for_eyes_of(await _hold(conn, held, who.name, lease), who)

    async def release(self, who: Principal, document_id: str) -> Held:
        """Give a claim back; ProblemError 409 if it is another's."""
        async with self.database.begin() as conn:
            _, _, held = await self._locked(conn, who, document_id)
            held.lease.refuse_others(who)
            await self._log(conn, who, "released", document_id)
            return for_eyes_of(await _hold(conn, held, None, timedelta()), who)

    async def write(
        self, who: Principal, document_id: str, lease: timedelta | None, make: Make
    ) -> Held:
        """Store the event that `make` builds of the document as it is, to be published: both or
        neither. With a `lease` the writer holds the document from then on, while it is open.
        Whatever `make` raises is raised.
        """
        async with self.database.begin() as conn:
            row, events, held = await self._locked(conn, who, document_id)
            event = make(held)
            await history.keep(conn, [event], published=False)
            await self._log(conn, who, *_told(event))
            held = await self._after(conn, row, [*events, event])
            if lease is not None and _is_open(for_eyes_of(held, who), who):
                held = await _hold(conn, held, who.name, lease)
            return for_eyes_of(held, who)

    async def unpublished(self) -> list[Write]:
        """Writes that were stored and not yet sent, oldest first, each document's in order."""
        order = review_history.c.at, review_history.c.revision
        columns = review_history.c.kind, review_history.c.event
        wanted = select(*columns).where(review_history.c.published.is_(False))
        async with self.database.read() as conn:
            return [_write(row) for row in await conn.execute(wanted.order_by(*order))]

    async def mark_published(self, event: Write) -> None:
        """Note that a write is on its topic."""
        async with self.database.begin() as conn:
            own = review_history.c.event_id == str(event.event_id)
            await conn.execute(update(review_history).where(own).values(published=True))

    async def _log(
        self, conn: AsyncConnection, who: Principal, action: str, document_id: str, detail: str = ""
    ) -> None:
        await self.audit.add(conn, Entry(who.tenant, who.name, action, document_id, detail))

    async def _locked(
        self, conn: AsyncConnection, who: Principal, document_id: str
    ) -> tuple[Row[Any] | None, Sequence[Event], Held]:
        row = await history.locked(conn, who.tenant, document_id)
        events = await history.events_of(conn, who.tenant, document_id)
        held = _held(row, fold(events), document_id)
        _refuse_unskilled(held, who)
        return row, events, held

    async def _after(
        self, conn: AsyncConnection, known: Row[Any] | None, events: Sequence[Event]
    ) -> Held:
        """The document as one more event makes it; a request is among them."""
        item = fold(events)
        assert item is not None
        row = await history.project(conn, known, item, self._recipes)
        return Held(item, row["claimed_by"], row["lease_until"], score_at(row["score"], now()))

    async def _project(
        self, conn: AsyncConnection, known: Row[Any] | None, tenant: str, document_id: str
    ) -> None:
        item = fold(await history.events_of(conn, tenant, document_id))
        if item is not None:
            await history.project(conn, known, item, self._recipes)


def for_eyes_of(held: Held, who: Principal) -> Held:
    """What this person may know: a blind reader sees a document that nobody has decided."""
    item = held.item
    if item.state == "blind" and who.name not in item.readers and not oversees(who):
        return replace(held, item=blinded(item))
    return held


def oversees(who: Principal) -> bool:
    """Whether somebody only looks on: an auditor or operator who reviews nothing."""
    return not who.roles & {Role.REVIEWER, Role.ADJUDICATOR}


def _is_open(held: Held, who: Principal) -> bool:
    disputed = held.item.state == "disputed" and Role.ADJUDICATOR in who.roles
    return held.item.state == "pending" or disputed


def refuse_closed(held: Held, who: Principal) -> None:
    """Refuse what only somebody who may decide the document may do."""
    item = held.item
    if item.state == "rework":
        raise ProblemError(409, "in_rework", "the document is being read anew; wait for the result")
    if item.state == "disputed" and Role.ADJUDICATOR not in who.roles:
        raise ProblemError(403, "forbidden", "reviewers disagree on it; an adjudicator decides")
    if item.state == "decided" or (item.state == "blind" and who.name in item.readers):
        raise ProblemError(409, "already_decided", "the document has been decided")


def refuse_foreign(held: Held, who: Principal) -> None:
    """Refuse somebody else than who holds the document, or whom it is assigned to."""
    held.lease.refuse_others(who)
    assigned = held.item.assigned_to
    if assigned is not None and assigned != who.name:
        raise ProblemError(409, "assigned", f"it is assigned to {assigned}")


def _refuse_unskilled(held: Held, who: Principal) -> None:
    recipe = held.item.request.recipe
    if who.skills is not None and recipe is not None and recipe not in who.skills:
        raise ProblemError(403, "unskilled", f"reviewing {recipe} is not among your skills")


async def _hold(conn: AsyncConnection, held: Held, holder: str | None, lease: timedelta) -> Held:
    until = now() + lease if holder else None
    own = review_items.c.document_id == str(held.item.request.document_id)
    values = {"claimed_by": holder, "lease_until": until, "changed_at": now()}
    await conn.execute(update(review_items).where(own).values(**values))
    return replace(held, claimed_by=holder, lease_until=until)


def _held(row: Row[Any] | None, item: Item | None, document_id: str) -> Held:
    if row is None or item is None:
        raise ProblemError(404, "document_unknown", f"no review of document {document_id}")
    return Held(item, row.claimed_by, row.lease_until, score_at(row.score, now()))


def _told(event: Write) -> tuple[str, str, str]:
    """Action, document and detail of a write, for the audit log; values stay out of it."""
    fields = ", ".join(f"{one.action} {one.pointer}" for one in event.fields)
    if isinstance(event, ReviewDecided):
        return event.outcome, str(event.document_id), fields
    return event.change, str(event.document_id), event.assigned_to or fields


def _write(row: Any) -> Write:
    kind = ReviewDecided if row.kind == "decided" else ReviewChanged
    return kind.model_validate_json(row.event)
