"""The questions that were asked, each with the events that follow from it in one transaction."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.answering.port import Answered
from winnow.contracts.questions import QuestionDecided
from winnow.records.database import Database
from winnow.records.moment import now
from winnow.records.statements import insert_ignore
from winnow.records.tables import ask_question_documents as rests_on
from winnow.records.tables import ask_questions as questions
from winnow.security.keys import Principal
from winnow.web.problems import ProblemError
from winnow_ask import outbox
from winnow_ask.escalating import escalation, usage
from winnow_ask.turn import Opening, Turn, Verdict, row_of, sources_as_text, turn_of


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
            turn = await _locked(connection, opening.id)
            if new:
                return turn, True
            _refuse_other(turn.opening, opening)
            stale = turn.lease_until is not None and turn.lease_until < now()
            if turn.state != "asking" or not stale:
                return turn, False
            await _write(connection, turn.id, lease_until=until)
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
            known = await _locked(connection, turn.id)
            if known.state != "asking":
                return known  # somebody whose lease came later was sooner
            await _write(
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
            await _note_documents(connection, turn.id, made)
            finished = await _locked(connection, turn.id)
            if made.answer.usage:
                await outbox.put(connection, usage(finished))
            if made.answer.outcome == "escalated":
                return await self._escalate(connection, finished, made.answer.reasons)
            return finished

    async def escalate(self, who: Principal, id_: UUID, reason: str) -> tuple[Turn, bool]:
        """Ask a person; nothing changes where one is asked already. Whether one is asked anew."""
        async with self._database.begin() as connection:
            turn = _answered(_own(await _found(connection, id_), who, id_))
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
            before = _answered(_own(await _found(connection, id_), who, id_))
            await _write(connection, id_, verdict=verdict, note=note)
            turn = await _locked(connection, id_)
            if reason is not None and turn.state != "waiting":
                turn = await self._escalate(connection, turn, (reason,))
            return before, turn

    async def decide(self, event: QuestionDecided) -> Turn | None:
        """Take a person's answer in; None for a repeat, and for what answers another request."""
        async with self._database.begin() as connection:
            turn = await _found(connection, event.document_id)
            if turn is None or turn.opening.tenant != event.tenant or not _is_new(turn, event):
                return None
            body = event.model_dump_json()
            at = event.occurred_at
            await _write(connection, turn.id, state="decided", decision=body, decided_at=at)
            return await _locked(connection, turn.id)

    async def find(self, who: Principal, id_: UUID) -> Turn:
        """A question of the asker; ProblemError 404 if there is none."""
        async with self._database.read() as connection:
            return _own(await _found(connection, id_, lock=False), who, id_)

    async def conversation(self, who: Principal, id_: UUID, last: int) -> Sequence[Turn]:
        """The last questions of an asker's conversation, in the order they were asked."""
        own = questions.c
        wanted = select(questions).where(
            own.tenant == who.tenant, own.asker == who.name, own.conversation_id == str(id_)
        )
        async with self._database.read() as connection:
            newest = wanted.order_by(own.asked_at.desc(), own.id.desc()).limit(last)
            rows = (await connection.execute(newest)).mappings().all()
        return [turn_of(dict(row)) for row in reversed(rows)]

    async def _escalate(
        self, connection: AsyncConnection, turn: Turn, reasons: Sequence[str]
    ) -> Turn:
        history = await _before(connection, turn)
        event = escalation(turn, reasons, history, now() + self._due)
        await _write(
            connection,
            turn.id,
            state="waiting",
            escalations=turn.escalations + 1,
            escalation=str(event.event_id),
            escalated_at=event.occurred_at,
        )
        await outbox.put(connection, event)
        return await _locked(connection, turn.id)


async def _found(connection: AsyncConnection, id_: UUID, *, lock: bool = True) -> Turn | None:
    own = select(questions).where(questions.c.id == str(id_))
    row = (await connection.execute(own.with_for_update() if lock else own)).mappings().first()
    return turn_of(dict(row)) if row is not None else None


async def _locked(connection: AsyncConnection, id_: UUID) -> Turn:
    turn = await _found(connection, id_)
    assert turn is not None
    return turn


async def _write(connection: AsyncConnection, id_: UUID, **values: Any) -> None:
    await connection.execute(update(questions).where(questions.c.id == str(id_)).values(**values))


async def _note_documents(connection: AsyncConnection, id_: UUID, made: Answered) -> None:
    """Which documents it quotes: they may be erased."""
    read = (*made.answer.documents, *(one.document_id for one in made.sources))
    rows = [{"document_id": str(one), "question_id": str(id_)} for one in dict.fromkeys(read)]
    await insert_ignore(connection, rests_on, rows)


async def _before(connection: AsyncConnection, turn: Turn) -> list[Turn]:
    own, opening = questions.c, turn.opening
    wanted = select(questions).where(
        own.tenant == opening.tenant,
        own.asker == opening.asker,
        own.conversation_id == str(opening.conversation_id),
        own.asked_at < opening.asked_at,
    )
    rows = (await connection.execute(wanted.order_by(own.asked_at))).mappings().all()
    return [turn_of(dict(row)) for row in rows]


def _own(turn: Turn | None, who: Principal, id_: UUID) -> Turn:
    if turn is None or (turn.opening.tenant, turn.opening.asker) != (who.tenant, who.name):
        raise ProblemError(404, "question_unknown", f"you asked no question {id_}")
    return turn


def _answered(turn: Turn) -> Turn:
    if turn.state in ("asking", "erased"):
        raise ProblemError(409, "not_ready", f"the question is {turn.state}")
    return turn


def _refuse_other(known: Opening, opening: Opening) -> None:
    same = (known.tenant, known.asker, known.question) == (
        opening.tenant,
        opening.asker,
        opening.question,
    )
    if not same:
        raise ProblemError(
            409, "question_id_taken", "this id is another question's; take a new one"
        )


def _is_new(turn: Turn, event: QuestionDecided) -> bool:
    if turn.state == "erased" or event.requested != turn.escalation:
        return False
    known = turn.decision
    if known is None or known.requested != event.requested:
        return True
    return event.revision > known.revision
