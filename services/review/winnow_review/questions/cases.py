"""The desk's memory of questions: their history, the cases that follow, claims on them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.contracts.base import Event
from winnow.contracts.questions import QuestionDecided
from winnow.records.audit import AuditLog, Entry
from winnow.records.database import Database
from winnow.records.moment import now
from winnow.records.tables import question_cases, question_history
from winnow.security.keys import Principal
from winnow.web.problems import ProblemError
from winnow_review.leases import Lease
from winnow_review.questions import history
from winnow_review.questions.folding import Case, fold


@dataclass(frozen=True, slots=True)
class HeldCase:
    """A question on the desk, and who holds it."""

    case: Case
    lease: Lease


Check = Callable[[HeldCase], None]
Make = Callable[[HeldCase], QuestionDecided]


class Cases:
    """Questions that people answer."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.audit = AuditLog(database)

    async def take_in(self, event: Event) -> None:
        """Take an escalation or a decision into the history; a repeat changes nothing."""
        question = str(event.document_id)
        async with self.database.begin() as conn:
            known = await history.locked(conn, event.tenant, question)
            if await history.keep(conn, [event], published=True):
                await history.project(conn, known, event.tenant, question)

    async def add(self, events: Sequence[Event]) -> None:
        """Take events into the history alone; `project` makes the cases."""
        async with self.database.begin() as conn:
            await history.keep(conn, events, published=True)

    async def project(self, questions: Iterable[tuple[str, str]]) -> None:
        """Make the cases of questions, each given by tenant and id."""
        async with self.database.begin() as conn:
            for tenant, question in sorted(questions):  # in order: nobody waits in a circle
                known = await history.locked(conn, tenant, question)
                await history.project(conn, known, tenant, question)

    async def find(self, who: Principal, question_id: str) -> HeldCase:
        """A question of this person's tenant; ProblemError 404."""
        async with self.database.read() as conn:
            mine = history.own(who.tenant, question_id)
            row = (await conn.execute(select(question_cases).where(*mine))).first()
            return await _held(conn, row, who, question_id)

    async def look(self, who: Principal, question_id: str) -> HeldCase:
        """The same; that they looked is in the audit log before they see."""
        held = await self.find(who, question_id)
        await self._log(None, who, "looked", question_id, "question")
        return held

    async def hold(
        self, who: Principal, question_id: str, lease: timedelta, action: str, check: Check
    ) -> HeldCase:
        """Take or renew a claim, if `check` lets it; ProblemError 409 while another's lasts."""
        async with self.database.begin() as conn:
            held = await self._locked(conn, who, question_id)
            check(held)
            held.lease.refuse_others(who)
            await self._log(conn, who, action, question_id)
            return await _hold(conn, held, Lease(who.name, now() + lease))

    async def release(self, who: Principal, question_id: str) -> HeldCase:
        """Give a claim back; ProblemError 409 if it is another's."""
        async with self.database.begin() as conn:
            held = await self._locked(conn, who, question_id)
            held.lease.refuse_others(who)
            await self._log(conn, who, "released", question_id)
            return await _hold(conn, held, Lease())

    async def decide(self, who: Principal, question_id: str, make: Make) -> HeldCase:
        """Store the decision that `make` builds of the case as it is, to be published: both or
        neither. Nobody holds the question afterwards. Whatever `make` raises is raised.
        """
        async with self.database.begin() as conn:
            known = await history.locked(conn, who.tenant, question_id)
            event = make(await _held(conn, known, who, question_id))
            await history.keep(conn, [event], published=False)
            cited = f"{len(event.citations)} citations"
            await self._log(conn, who, event.outcome, question_id, cited)
            case = await history.project(conn, known, who.tenant, question_id)
            assert case is not None  # it was found
            return HeldCase(case, Lease())

    async def unpublished(self) -> list[QuestionDecided]:
        """Decisions that were stored and not yet sent, oldest first."""
        own = question_history.c
        wanted = select(own.event).where(own.published.is_(False)).order_by(own.at)
        async with self.database.read() as conn:
            return [
                QuestionDecided.model_validate_json(one)
                for one in (await conn.execute(wanted)).scalars()
            ]

    async def mark_published(self, event: QuestionDecided) -> None:
        """Note that a decision is on its topic."""
        async with self.database.begin() as conn:
            own = question_history.c.event_id == str(event.event_id)
            await conn.execute(update(question_history).where(own).values(published=True))

    async def _log(
        self,
        conn: AsyncConnection | None,
        who: Principal,
        action: str,
        question_id: str,
        detail: str = "",
    ) -> None:
        await self.audit.add(conn, Entry(who.tenant, who.name, action, question_id, detail))

    async def _locked(self, conn: AsyncConnection, who: Principal, question_id: str) -> HeldCase:
        row = await history.locked(conn, who.tenant, question_id)
        return await _held(conn, row, who, question_id)


async def _held(
    conn: AsyncConnection, row: Row[Any] | None, who: Principal, question_id: str
) -> HeldCase:
    case = fold(await history.events_of(conn, who.tenant, question_id))
    if row is None or case is None:
        raise ProblemError(404, "question_unknown", f"nobody was asked question {question_id}")
    return HeldCase(case, Lease(row.claimed_by, row.lease_until))


async def _hold(conn: AsyncConnection, held: HeldCase, lease: Lease) -> HeldCase:
    mine = history.own(held.case.request.tenant, held.case.id)
    values = {"claimed_by": lease.claimed_by, "lease_until": lease.until, "changed_at": now()}
    await conn.execute(update(question_cases).where(*mine).values(**values))
    return HeldCase(held.case, lease)
