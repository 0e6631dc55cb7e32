"""route's memory of the result that stands for each document, and of what made it.

A document may end more than once: it is reopened, adjudicated, or read anew. A decision that comes
late must not take the place of a later one.
"""

from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.records.database import Database
from winnow.records.exclusive import one_at_a_time
from winnow.records.moment import now
from winnow.records.statements import upsert
from winnow.records.tables import route_drafts

ENDED: Final = "ended"  # kind of the row; its event is a Standing


@dataclass(frozen=True, slots=True)
class End:
    """What ends a document's way: an answer to a request, at a revision (0: nobody was asked).

    `result` is the event id of the result; None where the document goes round again.
    """

    request: str
    revision: int
    result: str | None


class Standing(BaseModel):
    """The end that counts: `result` stands for the document, in place of `supersedes`."""

    model_config = ConfigDict(frozen=True)

    request: str
    revision: int
    result: str | None
    supersedes: str | None


class Standings:
    """One row a document. A repeat changes nothing and is answered the same."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def end(self, document: str, end: End) -> Standing | None:
        """Let the end count; None if a later revision of the same request counts already."""
        async with self._database.begin() as conn:
            await one_at_a_time(conn, f"{route_drafts.name}/{document}")
            known = await _known(conn, document)
            if known is not None and known.request == end.request:
                if end.revision < known.revision:
                    return None
                if end.revision == known.revision:
                    return known
            standing = _after(known, end)
            row = {"document_id": document, "kind": ENDED, "at": now()}
            await upsert(conn, route_drafts, {**row, "event": standing.model_dump_json()})
        return standing


def _after(known: Standing | None, end: End) -> Standing:
    before = known.result if known else None
    if end.result is None:  # what stood stands until the next result
        return Standing(request=end.request, revision=end.revision, result=before, supersedes=None)
    return Standing(
        request=end.request,
        revision=end.revision,
        result=end.result,
        supersedes=before if before != end.result else None,
    )


async def _known(conn: AsyncConnection, document: str) -> Standing | None:
    own = route_drafts.c.document_id == document, route_drafts.c.kind == ENDED
    held = (await conn.execute(select(route_drafts.c.event).where(*own))).scalar_one_or_none()
    return Standing.model_validate_json(held) if held is not None else None
