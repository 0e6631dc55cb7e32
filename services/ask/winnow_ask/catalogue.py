"""What is known of the documents that can be asked about; `Catalogue` of retrieval, in SQL."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.contracts.evidence import Scalar
from winnow.records.database import Database
from winnow.records.exclusive import one_at_a_time
from winnow.records.statements import insert_ignore
from winnow.records.tables import ask_documents as documents
from winnow.records.tables import ask_values as values
from winnow.retrieval.port import Filters
from winnow_ask.filtering import plain
from winnow_ask.learning import News


class Catalogue:
    """Documents of all tenants by what their events said."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take_in(self, news: News) -> bool:
        """Take in what an event says; whether that changes what was known before.

        A repeat changes nothing, nor does what is older than what is known.
        """
        async with self._database.begin() as connection:
            await one_at_a_time(connection, f"ask/{news.document_id}")
            known = await _known(connection, news.document_id)
            if known is not None and news.older_than(known):
                return False
            await _write(connection, news.row(), new=known is None)
            if news.values is not None:
                await _replace(connection, news)
        return known is not None and news.changes(known)

    async def matching(self, tenant: str, filters: Filters, most: int) -> tuple[UUID, ...]:
        wanted = _filtered(tenant, filters).order_by(
            documents.c.submitted_at.desc(), documents.c.document_id.desc()
        )
        async with self._database.read() as connection:
            found = (await connection.execute(wanted.limit(most))).scalars()
            return tuple(UUID(one) for one in found)

    async def values(
        self, tenant: str, documents: tuple[UUID, ...]
    ) -> Mapping[UUID, Mapping[str, Scalar]]:
        wanted = select(values.c.document_id, values.c.pointer, values.c.value).where(
            values.c.tenant == tenant, values.c.document_id.in_([str(one) for one in documents])
        )
        found: dict[UUID, dict[str, Scalar]] = {}
        async with self._database.read() as connection:
            for row in await connection.execute(wanted):
                own = found.setdefault(UUID(row.document_id), {})
                own[row.pointer] = json.loads(row.value)
        return found

    async def count(self, tenant: str) -> int:
        """How many documents there are."""
        own = documents.c
        all_ = select(func.count()).where(own.tenant == tenant, own.submitted_at.is_not(None))
        async with self._database.read() as connection:
            return int(await connection.scalar(all_) or 0)

    async def recipes(self, tenant: str) -> Sequence[str]:
        """The types that there are documents of, by name."""
        column = documents.c.recipe
        own = documents.c.tenant == tenant, column.is_not(None)
        async with self._database.read() as connection:
            found = await connection.execute(select(column).where(*own).distinct().order_by(column))
            return [str(one) for one in found.scalars()]


def _filtered(tenant: str, filters: Filters) -> Select[Any]:
    own = documents.c
    wanted = select(own.document_id).where(own.tenant == tenant, own.submitted_at.is_not(None))
    if filters.documents:
        wanted = wanted.where(own.document_id.in_([str(one) for one in filters.documents]))
    if filters.recipe:
        wanted = wanted.where(own.recipe == filters.recipe)
    if filters.since:
        wanted = wanted.where(own.submitted_at >= _begin(filters.since))
    if filters.until:
        wanted = wanted.where(own.submitted_at < _begin(filters.until + timedelta(days=1)))
    for pointer, value in filters.fields.items():
        wanted = wanted.where(own.document_id.in_(_having(tenant, pointer, value)))
    return wanted


def _having(tenant: str, pointer: str, value: Scalar) -> Select[Any]:
    one = values.c
    return select(one.document_id).where(
        one.tenant == tenant, one.pointer == pointer, one.plain == plain(value)
    )


def _begin(day: Any) -> datetime:
    return datetime.combine(day, time.min, UTC)


async def _known(connection: AsyncConnection, document_id: str) -> Mapping[str, Any] | None:
    own = select(documents).where(documents.c.document_id == document_id)
    row = (await connection.execute(own)).mappings().first()
    return dict(row) if row is not None else None


async def _write(connection: AsyncConnection, row: dict[str, Any], *, new: bool) -> None:
    if new:
        await connection.execute(insert(documents).values({"file_name": "", **row}))
        return
    own = documents.c.document_id == row["document_id"]
    await connection.execute(update(documents).where(own).values(row))


async def _replace(connection: AsyncConnection, news: News) -> None:
    await connection.execute(delete(values).where(values.c.document_id == news.document_id))
    rows = [
        {
            "document_id": news.document_id,
            "pointer": pointer,
            "tenant": news.tenant,
            "value": json.dumps(value),
            "plain": plain(value),
        }
        for pointer, value in (news.values or {}).items()
    ]
    await insert_ignore(connection, values, rows)
