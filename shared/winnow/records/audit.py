"""Who looked at what and who did what: rows are added, and neither changed nor removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.records.database import Database
from winnow.records.moment import now
from winnow.records.tables import audit_log
from winnow.records.text import storable

NOBODYS: Final = ""  # tenant of what nobody's tenant can be told of: a sign-in that was refused
LONGEST: Final = 2000  # characters of a detail


@dataclass(frozen=True, slots=True)
class Entry:
    """One look or act. `action` is a verb in the past, as `looked`, `claimed`, `signed_in`."""

    tenant: str
    actor: str
    action: str
    document_id: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry as it stands in the log; the greater `seq`, the later."""

    seq: int
    at: datetime
    entry: Entry


class AuditLog:
    """The table `audit_log`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, connection: AsyncConnection | None, entry: Entry) -> None:
        """Add an entry: with a connection, in its transaction, so that act and entry are one.

        UnreachableError if the database does not answer; then the act must not be either.
        """
        if connection is not None:
            await add_entry(connection, entry)
            return
        async with self._database.begin() as own:
            await add_entry(own, entry)

    async def page(
        self,
        tenant: str,
        before: int | None = None,
        limit: int = 100,
        document_id: str | None = None,
        actor: str | None = None,
    ) -> Sequence[Logged]:
        """A tenant's entries and nobody's, latest first, those before the seq `before`."""
        log = audit_log.c
        wanted = select(audit_log).where(or_(log.tenant == tenant, log.tenant == NOBODYS))
        if before is not None:
            wanted = wanted.where(log.seq < before)
        if document_id is not None:
            wanted = wanted.where(log.document_id == _storable(document_id))
        if actor is not None:
            wanted = wanted.where(log.actor == _storable(actor))
        async with self._database.read() as connection:
            rows = await connection.execute(wanted.order_by(log.seq.desc()).limit(limit))
            return [
                Logged(
                    row.seq,
                    row.at,
                    Entry(row.tenant, row.actor, row.action, row.document_id, row.detail),
                )
                for row in rows
            ]


async def add_entry(connection: AsyncConnection, entry: Entry) -> None:
    """Add an entry within somebody's transaction."""
    await connection.execute(insert(audit_log).values(_row(entry)))


def _row(entry: Entry) -> dict[str, object]:
    return {
        "at": now(),
        "tenant": entry.tenant,
        "actor": _storable(entry.actor),
        "action": entry.action,
        "document_id": entry.document_id and _storable(entry.document_id),
        "detail": _storable(entry.detail),
    }


def _storable(text: str) -> str:
    """Nothing in a text may hide an act, nor that something was left out."""
    return storable(text[:LONGEST], instead="\N{REPLACEMENT CHARACTER}")
