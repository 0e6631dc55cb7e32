"""Events that wait to be sent, stored in the transaction of what they tell of."""

from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.contracts.questions import QuestionEscalated
from winnow.contracts.usage import UsageRecorded
from winnow.records.database import Database
from winnow.records.statements import insert_ignore
from winnow.records.tables import ask_outbox as waiting

Leaving = QuestionEscalated | UsageRecorded
KINDS: Final[dict[str, type[Leaving]]] = {
    one.type: one for one in (QuestionEscalated, UsageRecorded)
}
AT_ONCE: Final = 100


async def put(connection: AsyncConnection, event: Leaving) -> None:
    """Store an event; a repeat changes nothing."""
    row = {
        "event_id": str(event.event_id),
        "question_id": str(event.document_id),
        "type": event.type,
        "event": event.model_dump_json(),
    }
    await insert_ignore(connection, waiting, [row])


class StoredEvents:
    """`Stored` of `winnow.messaging.sending`; what was sent is not kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def unpublished(self) -> list[Leaving]:
        columns = select(waiting.c.type, waiting.c.event).order_by(waiting.c.seq)
        async with self._database.read() as connection:
            rows = await connection.execute(columns.limit(AT_ONCE))
            return [KINDS[row.type].model_validate_json(row.event) for row in rows]

    async def mark_published(self, event: Leaving) -> None:
        async with self._database.begin() as connection:
            own = waiting.c.event_id == str(event.event_id)
            await connection.execute(delete(waiting).where(own))
