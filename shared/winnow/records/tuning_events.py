"""What happened to each document, the newest of each kind, in SQL."""

from datetime import datetime
from typing import Final, Literal

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.contracts.base import Event
from winnow.contracts.documents import DocumentClassified
from winnow.contracts.drafts import DraftExtracted, DraftSummarised
from winnow.contracts.results import ResultCompleted
from winnow.contracts.reviews import ReviewDecided
from winnow.records.database import Database
from winnow.records.exclusive import one_at_a_time
from winnow.records.statements import upsert
from winnow.records.tables import tuning_events, tuning_outcomes, tuning_shadows

Kind = Literal["classified", "extracted", "summarised", "decided", "ended"]
KINDS: Final[dict[Kind, type[Event]]] = {
    "classified": DocumentClassified,
    "extracted": DraftExtracted,
    "summarised": DraftSummarised,
    "decided": ReviewDecided,
    "ended": ResultCompleted,
}
Held = dict[Kind, Event]


class TuningEvents:
    """The table `tuning_events`. A repeat changes nothing; what is older than what is held, too."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take_in(self, event: Event) -> Held:
        """Keep the event, and give all that is held of its document.

        Of a result only what is not personal is kept: its body lies elsewhere.
        """
        [kind] = [name for name, of in KINDS.items() if type(event) is of]
        document = str(event.document_id)
        async with self._database.begin() as connection:
            await one_at_a_time(connection, f"{tuning_events.name}/{document}")
            held = await _held(connection, document)
            if kind not in held or not _older(event, held[kind]):
                held[kind] = event = _slim(event)
                row = {"document_id": document, "kind": kind, "at": event.occurred_at}
                await upsert(connection, tuning_events, {**row, "event": event.model_dump_json()})
        return held

    async def held(self, document_id: str) -> Held:
        """All that is held of a document."""
        async with self._database.read() as connection:
            return await _held(connection, document_id)

    async def forget(self, document_id: str) -> int:
        """Erase what is known of a document; how many rows it was."""
        gone = 0
        async with self._database.begin() as connection:
            for table in (tuning_events, tuning_outcomes, tuning_shadows):
                own = delete(table).where(table.c.document_id == document_id)
                gone += (await connection.execute(own)).rowcount
        return gone

    async def prune(self, before: datetime) -> int:
        """Forget what happened before; outcomes stay, for they name nobody."""
        old = delete(tuning_events).where(tuning_events.c.at < before)
        async with self._database.begin() as connection:
            return int((await connection.execute(old)).rowcount)


def _older(event: Event, held: Event) -> bool:
    if isinstance(event, ReviewDecided) and isinstance(held, ReviewDecided):
        return (event.occurred_at, event.revision) < (held.occurred_at, held.revision)
    return event.occurred_at < held.occurred_at


def _slim(event: Event) -> Event:
    return event.model_copy(update={"body": None}) if isinstance(event, ResultCompleted) else event


async def _held(connection: AsyncConnection, document: str) -> Held:
    own = tuning_events.c.document_id == document
    query = select(tuning_events.c.kind, tuning_events.c.event).where(own)
    rows = (await connection.execute(query)).all()
    return {row.kind: KINDS[row.kind].model_validate_json(row.event) for row in rows}
