"""What the history tells of reviewing: readings of documents, from a moment on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, select

from winnow.records.database import Database
from winnow.records.tables import review_history, review_items
from winnow_review.quality.digest import KEPT, Digest, Digests

MOST: Final = KEPT  # readings that are looked at, the latest
BATCH: Final = 500  # events asked for at once
own = review_history.c
Deciders = dict[str, list[tuple[int, str]]]  # revision and name, by request


@dataclass(frozen=True, slots=True)
class Reading:
    """A document read to the end by one person: a decision, or (`told.against`) an opinion.

    `beside` is whose decision an opinion was compared with.
    """

    document: str
    request: str
    recipe: str | None
    reviewer: str
    at: datetime
    revision: int
    told: Digest
    beside: str | None = None
    asked_at: datetime | None = None

    @property
    def disputed(self) -> bool:
        return any(one.first != one.second for one in self.told.compared)


async def rows_since(database: Database, tenant: str, since: datetime) -> list[Row[Any]]:
    """Decisions and opinions of a tenant with when they were asked for, latest first."""
    asked = review_history.alias("asked")
    columns = own.event_id, own.document_id, own.requested, own.kind, own.revision, own.actor
    query = (
        select(*columns, own.at, asked.c.at.label("asked_at"), review_items.c.recipe)
        .outerjoin(asked, asked.c.event_id == own.requested)
        .outerjoin(review_items, review_items.c.document_id == own.document_id)
        .where(own.tenant == tenant, own.kind.in_(("decided", "opinion")), own.at >= since)
        .order_by(own.at.desc())
        .limit(MOST)
    )
    async with database.read() as conn:
        return list(await conn.execute(query))


async def events_of(database: Database, event_ids: Sequence[str]) -> dict[str, str]:
    """The events as JSON, by id."""
    found: dict[str, str] = {}
    async with database.read() as conn:
        for at in range(0, len(event_ids), BATCH):
            wanted = own.event_id.in_(event_ids[at : at + BATCH])
            rows = await conn.execute(select(own.event_id, own.event).where(wanted))
            found |= {row.event_id: row.event for row in rows}
    return found


async def deciders(database: Database, tenant: str, since: datetime) -> Deciders:
    """Of each request that has an opinion, who decided it at which revision."""
    twice = select(own.document_id).where(
        own.tenant == tenant, own.kind == "opinion", own.at >= since
    )
    query = select(own.requested, own.revision, own.actor).where(
        own.document_id.in_(twice), own.kind == "decided"
    )
    found: Deciders = {}
    async with database.read() as conn:
        for row in await conn.execute(query):
            found.setdefault(row.requested, []).append((row.revision, row.actor))
    return found


def readings_of(rows: Iterable[Row[Any]], known: Digests, decided: Deciders) -> list[Reading]:
    """The rows as readings, of a document that one person read again only the last."""
    last: dict[tuple[str, str, str], Row[Any]] = {}
    for row in rows:
        key = (row.requested, row.actor, row.kind)
        if key not in last or last[key].revision < row.revision:
            last[key] = row
    digests = known.of(row.event_id for row in last.values())
    pairs = zip(last.values(), digests, strict=True)
    return [_reading(row, digest, decided) for row, digest in pairs]


def _reading(row: Row[Any], digest: Digest, decided: Deciders) -> Reading:
    before = [one for one in decided.get(row.requested, ()) if one[0] < row.revision]
    return Reading(
        document=row.document_id,
        request=row.requested,
        recipe=digest.recipe or row.recipe,
        reviewer=row.actor,
        at=row.at,
        revision=row.revision,
        told=digest,
        beside=max(before)[1] if before and digest.against == "decision" else None,
        asked_at=row.asked_at,
    )
