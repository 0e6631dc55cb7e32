"""The questions that were asked, each with the events that follow from it in one transaction."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.answering.port import Answered
from winnow.contracts.questions import QuestionDecided
from winnow.records.database import Database
from winnow.records.moment import now
from winnow.records.statements import insert_ignore
from winnow.records.tables import ask_questions as questions
from winnow.security.keys import Principal
from winnow_ask import outbox, refusing, rows
from winnow_ask.escalating import SHOWN, escalation, usage
from winnow_ask.turn import Opening, Turn, Verdict, row_of, sources_as_text


class Turns:
    """Questions of all tenants; an asker sees their own."""

    def __init__(self, database: Database, due: timedelta) -> None:
        self._database = database
        self._due = due

    async def begin(self, opening: Opening, lease: timedelta) -> tuple[Turn, bool]:
        """The turn, and whether it is the caller's to answer now.

        It is not where the same question came under the same id before, unless nothing came of it
        in its lease. ProblemError 409 where the id is another question's.
        """
        until = now() + lease
        async with self._database.begin() as connection:
            new = await insert_ignore(connection, questions, [row_of(opening, until)])
            turn = await rows.locked(connection, opening.id)
            if new:
                return turn, True
            refusing.refuse_other(turn.opening, opening)
            stale = turn.lease_until is not None and turn.lease_until < now()
            if turn.state != "asking" or not stale:
                return turn, False
            await rows.write(connection, turn.id, lease_until=until)
            return turn, True

    async def release(self, id_: UUID) -> None:
        """Forget a question of which nothing came, so that it can be asked again."""
        own = questions.c.id == str(id_), questions.c.state == "asking"
        async with self._database.begin() as connection:
            await connection.execute(delete(questions).where(*own))

    async def finish(
        self, turn: Turn, made: Answered, seconds: float, remembered: str | None
    ) -> Turn:
        """Store what was made of it, with the usage and, where a person is asked, the request."""
        async with self._database.begin() as connection:
            known = await rows.locked(connection, turn.id)
            if known.state != "asking":
                return known  # somebody whose lease came later was sooner
            await rows.write(
                connection,
                turn.id,
                state="answered",
                lease_until=None,
                standalone=made.standalone,
                answer=made.answer.model_dump_json(),
                sources=sources_as_text(made.sources),
                remembered=remembered,
                answered_at=now(),
                seconds=seconds,
            )
            await rows.note_documents(connection, turn.id, _read(made))
            finished = await rows.locked(connection, turn.id)
            if made.answer.usage:
                await outbox.put(connection, usage(finished))
            if made.answer.outcome == "escalated":
                return await self._escalate(connection, finished, made.answer.reasons)
            return finished

    async def escalate(self, who: Principal, id_: UUID, reason: str) -> tuple[Turn, bool]:
        """Ask a person; nothing changes where one is asked already. Whether one is asked anew."""
        async with self._database.begin() as connection:
            turn = refusing.answered(refusing.own(await rows.found(connection, id_), who, id_))
            if turn.state == "waiting":
                return turn, False
            return await self._escalate(connection, turn, (reason,)), True

    async def judge(
        self, who: Principal, id_: UUID, verdict: Verdict, note: str, reason: str | None
    ) -> tuple[Turn, Turn]:
        """Note what the asker thinks of the answer; with a reason, ask a person unless one is.

        The turn before and after.
        """
        async with self._database.begin() as connection:
            before = refusing.answered(refusing.own(await rows.found(connection, id_), who, id_))
            await rows.write(connection, id_, verdict=verdict, note=note)
            turn = await rows.locked(connection, id_)
            if reason is not None and turn.state != "waiting":
                turn = await self._escalate(connection, turn, (reason,))
            return before, turn

    async def decide(self, event: QuestionDecided) -> Turn | None:
        """Take a person's answer in; None for a repeat, and for what answers another request."""
        async with self._database.begin() as connection:
            turn = await rows.found(connection, event.document_id)
            if turn is None or not refusing.is_new(turn, event):
                return None
            body, at = event.model_dump_json(), event.occurred_at
            cited = (one.document_id for one in event.citations)
            await rows.note_documents(connection, event.document_id, cited)
            await rows.write(connection, turn.id, state="decided", decision=body, decided_at=at)
            return await rows.locked(connection, turn.id)

    async def find(self, who: Principal, id_: UUID) -> Turn:
        """A question of the asker; ProblemError 404 if there is none."""
        async with self._database.read() as connection:
            return refusing.own(await rows.found(connection, id_, lock=False), who, id_)

    async def conversation(self, who: Principal, id_: UUID, last: int) -> Sequence[Turn]:
        """The last questions of an asker's conversation, in the order they were asked."""
        async with self._database.read() as connection:
            return await rows.conversation(connection, who.tenant, who.name, id_, last)

    async def _escalate(
        self, connection: AsyncConnection, turn: Turn, reasons: Sequence[str]
    ) -> Turn:
        asked = turn.opening
        history = await rows.conversation(
            connection,
            asked.tenant,
            asked.asker,
            asked.conversation_id,
            SHOWN,
            before=asked.asked_at,
        )
        event = escalation(turn, reasons, history, now() + self._due)
        await rows.write(
            connection,
            turn.id,
            state="waiting",
            escalations=turn.escalations + 1,
            escalation=str(event.event_id),
            escalated_at=event.occurred_at,
        )
        await outbox.put(connection, event)
        return await rows.locked(connection, turn.id)


def _read(made: Answered) -> tuple[UUID, ...]:
    """The documents that an answer cites, and those that were read for it."""
    return (*made.answer.documents, *(one.document_id for one in made.sources))
