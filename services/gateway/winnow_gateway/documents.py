"""The gateway's documents: takes events in, answers where every document is."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select

from winnow.contracts.base import Event
from winnow.contracts.documents import DocumentSubmitted
from winnow.records.database import Database
from winnow.records.tables import gateway_documents as documents
from winnow.records.tables import gateway_events as events
from winnow_gateway.cursor import Cursor
from winnow_gateway.projection import project

Row = dict[str, Any]


class Documents:
    """Applies events, each once, and answers what is known."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def apply(self, event: Event) -> None:
        """Take an event in; a repeat changes nothing."""
        async with self._database.begin() as conn:
            await project(conn, event)

    async def find(self, tenant: str, document_id: str) -> Row | None:
        """What is known of a document."""
        own = (documents.c.document_id == document_id, documents.c.tenant == tenant)
        async with self._database.read() as conn:
            row = (await conn.execute(select(documents).where(*own))).first()
        return None if row is None else dict(row._mapping)  # noqa: SLF001  (SQLAlchemy's API)

    async def page(
        self,
        tenant: str,
        limit: int,
        *,
        state: str | None = None,
        recipe: str | None = None,
        after: Cursor | None = None,
    ) -> Sequence[Row]:
        """Documents of a tenant, the newest first."""
        wanted = select(documents).where(documents.c.tenant == tenant)
        if state:
            wanted = wanted.where(documents.c.state == state)
        if recipe:
            wanted = wanted.where(documents.c.recipe == recipe)
        if after:
            same_moment = documents.c.submitted_at == after.submitted_at
            further = and_(same_moment, documents.c.document_id < after.document_id)
            wanted = wanted.where(or_(documents.c.submitted_at < after.submitted_at, further))
        newest = documents.c.submitted_at.desc(), documents.c.document_id.desc()
        async with self._database.read() as conn:
            rows = await conn.execute(wanted.order_by(*newest).limit(limit))
            return [dict(row._mapping) for row in rows]  # noqa: SLF001

    async def events_after(
        self,
        tenant: str,
        after: int,
        limit: int,
        document_id: str | None = None,
        kind: type[Event] | None = None,
    ) -> Sequence[Row]:
        """What happened after a sequence number, in order; of one document or of one type."""
        wanted = select(events).where(events.c.tenant == tenant, events.c.seq > after)
        if document_id:
            wanted = wanted.where(events.c.document_id == document_id)
        if kind:
            wanted = wanted.where(events.c.type == kind.type)
        async with self._database.read() as conn:
            rows = await conn.execute(wanted.order_by(events.c.seq).limit(limit))
            return [{**row._mapping, "data": json.loads(row.data)} for row in rows]  # noqa: SLF001

    async def submissions(self, tenant: str, document_id: str) -> int:
        """How often a document was submitted until now."""
        counted = (
            select(func.count())
            .select_from(events)
            .where(
                events.c.tenant == tenant,
                events.c.document_id == document_id,
                events.c.type == DocumentSubmitted.type,
            )
        )
        async with self._database.read() as conn:
            return int(await conn.scalar(counted) or 0)
