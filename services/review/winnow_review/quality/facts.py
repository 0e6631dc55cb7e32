"""What the history tells of reviewing: readings of documents, from a moment on.

A write never changes, so what was read of it once is remembered.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, select

from winnow.records.database import Database
from winnow.records.tables import review_history, review_items
from winnow_review.quality.digest import Digest, digest_of

MOST: Final = 20_000  # readings that are looked at, the latest; in memory some 2 KB each
BATCH: Final = 500  # events asked for at once
own = review_history.c


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
    asked_at: datetime | None = None
    beside: str | None = None

    @property
    def disputed(self) -> bool:
        return any(one.first != one.second for one in self.told.compared)


class Readings:
    """The readings of a desk; those that were asked for last are remembered."""

    def __init__(self, database: Database, kept: int = MOST) -> None:
        self._database = database
        self._known: OrderedDict[str, Reading] = OrderedDict()  # by event id
        self._kept = kept

    async def since(self, tenant: str, since: datetime) -> list[Reading]:
        """The readings of a tenant, latest first; at most MOST."""
        ids = await self._ids(tenant, since)
        missing = [one for one in ids if one not in self._known]
        for at in range(0, len(missing), BATCH):
            await self._learn(missing[at : at + BATCH])
        for one in ids:
            self._known.move_to_end(one)
        found = [self._known[one] for one in ids]
        while len(self._known) > max(self._kept, len(found)):
            self._known.popitem(last=False)
        return found

    async def decided(self, tenant: str, since: datetime) -> dict[str, list[tuple[int, str]]]:
        """Of each request that has an opinion, who decided it at which revision."""
        twice = select(own.document_id).where(
            own.tenant == tenant, own.kind == "opinion", own.at >= since
        )
        query = select(own.requested, own.revision, own.actor).where(
            own.document_id.in_(twice), own.kind == "decided"
        )
        found: dict[str, list[tuple[int, str]]] = {}
        async with self._database.read() as conn:
            for row in await conn.execute(query):
                found.setdefault(row.requested, []).append((row.revision, row.actor))
        return found

    async def _ids(self, tenant: str, since: datetime) -> Sequence[str]:
        kinds = own.kind.in_(("decided", "opinion"))
        query = select(own.event_id).where(own.tenant == tenant, kinds, own.at >= since)
        async with self._database.read() as conn:
            return (await conn.scalars(query.order_by(own.at.desc()).limit(MOST))).all()

    async def _learn(self, event_ids: Sequence[str]) -> None:
        asked = review_history.alias("asked")
        query = (
            select(review_history, asked.c.at.label("asked_at"), review_items.c.recipe)
            .outerjoin(asked, asked.c.event_id == own.requested)
            .outerjoin(review_items, review_items.c.document_id == own.document_id)
            .where(own.event_id.in_(event_ids))
        )
        async with self._database.read() as conn:
            for row in await conn.execute(query):
                self._known[row.event_id] = _reading(row)


def latest(readings: Iterable[Reading], decided: dict[str, list[tuple[int, str]]]) -> list[Reading]:
    """Of a document that one person read again the last reading; opinions with whose they met."""
    last: dict[tuple[str, str, bool], Reading] = {}
    for one in readings:
        key = (one.request, one.reviewer, one.told.against is None)
        if key not in last or last[key].revision < one.revision:
            last[key] = one
    return [_beside(one, decided.get(one.request, [])) for one in last.values()]


def _beside(reading: Reading, decided: Sequence[tuple[int, str]]) -> Reading:
    if reading.told.against != "decision":
        return reading
    before = [one for one in decided if one[0] < reading.revision]
    return replace(reading, beside=max(before)[1]) if before else reading


def _reading(row: Row[Any]) -> Reading:
    told = digest_of(row.event)
    return Reading(
        document=row.document_id,
        request=row.requested,
        recipe=told.recipe or row.recipe,
        reviewer=row.actor,
        at=row.at,
        revision=row.revision,
        told=told,
        asked_at=row.asked_at,
    )
