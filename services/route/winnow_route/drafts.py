"""route's memory: the newest draft of each kind by document."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.contracts.drafts import DraftExtracted, DraftSummarised
from winnow.records.database import Database
from winnow.records.exclusive import one_at_a_time
from winnow.records.tables import route_drafts

EXTRACTED: Final = "extracted"
SUMMARISED: Final = "summarised"
Draft = DraftExtracted | DraftSummarised


@dataclass(frozen=True, slots=True)
class Pair:
    """Both drafts of a document, handed to whoever brought the second of them."""

    extracted: DraftExtracted
    summarised: DraftSummarised


class Drafts:
    """Keeps drafts until the other kind is there. A repeat changes nothing and answers the same."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, draft: Draft) -> Pair | None:
        """Store the draft; return the pair if this draft completed it, None if it came first."""
        mine = EXTRACTED if isinstance(draft, DraftExtracted) else SUMMARISED
        document = str(draft.document_id)
        async with self._database.begin() as conn:
            await one_at_a_time(conn, f"{route_drafts.name}/{document}")
            held = await self._held(conn, document)
            if mine not in held or held[mine][0].event_id != draft.event_id:
                at = _next([at for _, at in held.values()])
                row = route_drafts.c.document_id == document
                await conn.execute(delete(route_drafts).where(row, route_drafts.c.kind == mine))
                await conn.execute(
                    insert(route_drafts).values(
                        document_id=document, kind=mine, event=draft.model_dump_json(), at=at
                    )
                )
                held[mine] = (draft, at)
        return _second(mine, held)

    async def both(self, document_id: str) -> Pair | None:
        """The pair of a document, if both drafts are there."""
        async with self._database.read() as conn:
            return _pair(await self._held(conn, document_id))

    async def waiting(self, document_id: str) -> bool:
        """Whether any draft of a document is there."""
        async with self._database.read() as conn:
            return bool(await self._held(conn, document_id))

    async def _held(
        self, conn: AsyncConnection, document: str
    ) -> dict[str, tuple[Draft, datetime]]:
        rows = await conn.execute(
            select(route_drafts).where(route_drafts.c.document_id == document)
        )
        kinds: dict[str, type[Draft]] = {EXTRACTED: DraftExtracted, SUMMARISED: DraftSummarised}
        return {
            row.kind: (kinds[row.kind].model_validate_json(row.event), row.at)
            for row in rows
            if row.kind in kinds
        }


def _next(moments: list[datetime]) -> datetime:
    """Now, but later than all of them, whatever the clocks of this machine and others say."""
    return max([datetime.now(UTC), *(at + timedelta(microseconds=1) for at in moments)])


def _second(mine: str, held: dict[str, tuple[Draft, datetime]]) -> Pair | None:
    pair = _pair(held)
    if pair is None:
        return None
    other = SUMMARISED if mine == EXTRACTED else EXTRACTED
    return pair if held[mine][1] > held[other][1] else None


def _pair(held: dict[str, tuple[Draft, datetime]]) -> Pair | None:
    extracted, summarised = held.get(EXTRACTED), held.get(SUMMARISED)
    if extracted is None or summarised is None:
        return None
    first, second = extracted[0], summarised[0]
    assert isinstance(first, DraftExtracted)
    assert isinstance(second, DraftSummarised)
    if first.source.submission != second.source.submission:
        return None  # one is of an earlier submission: its newer one is on the way
    return Pair(first, second)
