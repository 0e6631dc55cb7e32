"""The cache and the ledger of model answers, in SQL."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection

from winnow.contracts.usage import Usage
from winnow.records.database import Database
from winnow.records.erasing import erase
from winnow.records.flights import in_flight, land, renew, take_off
from winnow.records.grouping import Grouped
from winnow.records.keeping import Payment, keep_all, recall_all
from winnow.records.moment import now
from winnow.records.port import Kept, Turn, Use

LEASE: Final = 30.0  # seconds that a flight is held for, unless it is renewed
RENEWALS: Final = 3  # within a lease


@dataclass(frozen=True, slots=True)
class _Entering:
    use: Use
    flies: bool


@dataclass(frozen=True, slots=True)
class _GivingUp:
    answer: str


_Work = _Entering | _GivingUp | Payment


class Answers:
    """AnswerStore on the tables `answers`, `answer_documents`, `model_calls` and `flights`.

    What many callers write at once is one transaction. Flights need not outlast a power failure,
    so only a group in which something is kept waits for the disk.
    """

    def __init__(self, database: Database, lease: float = LEASE) -> None:
        self._database = database
        self._lease = timedelta(seconds=lease)
        self._holder = uuid4().hex
        self._writes: Grouped[_Work, Kept | Turn | None] = Grouped(self._write)
        self.renewal = lease / RENEWALS

    async def recall(self, use: Use) -> Kept | None:
        made = await self._writes.do(_Entering(use, flies=False))
        return made if isinstance(made, Kept) else None

    async def take_off(self, use: Use) -> Kept | Turn:
        made = await self._writes.do(_Entering(use, flies=True))
        assert made is not None
        return made

    async def keep(self, use: Use, body: dict[str, Any], usage: Usage, at: datetime) -> Kept:
        kept = await self._writes.do(Payment(use, json.dumps(body), usage, at))
        assert isinstance(kept, Kept)
        return kept

    async def give_up(self, answer: str) -> None:
        await self._writes.do(_GivingUp(answer))

    async def renew(self) -> None:
        until = now() + self._lease
        await self._database.write(lambda sql: renew(sql, self._holder, until), durable=False)

    async def landed(self, answer: str) -> bool:
        async with self._database.read() as connection:
            return not await connection.run_sync(in_flight, answer, now())

    async def erase(self, tenant: str, document_id: str) -> int:
        return await self._database.write(lambda sql: erase(sql, tenant, document_id))

    async def _write(self, group: Sequence[_Work]) -> list[Kept | Turn | None]:
        """Payments first, so that others of the group who wait for the answer find it.

        They are a transaction of their own: tables are locked in one order everywhere.
        """
        made: dict[int, Kept | Turn | None] = {}
        payments = [(at, work) for at, work in enumerate(group) if isinstance(work, Payment)]
        rest = [(at, work) for at, work in enumerate(group) if not isinstance(work, Payment)]
        if payments:
            paid = [work for _, work in payments]
            kept = await self._database.write(lambda sql: self._keep(sql, paid))
            made.update(zip((at for at, _ in payments), kept, strict=True))
        if rest:
            works = [work for _, work in rest]
            entered = await self._database.write(lambda sql: self._enter(sql, works), durable=False)
            made.update(zip((at for at, _ in rest), entered, strict=True))
        return [made[at] for at in range(len(group))]

    def _keep(self, connection: Connection, payments: Sequence[Payment]) -> list[Kept]:
        kept = keep_all(connection, payments)
        land(connection, [one.use.answer for one in payments], self._holder)
        return kept

    def _enter(
        self, connection: Connection, group: Sequence[_Entering | _GivingUp]
    ) -> list[Kept | Turn | None]:
        entering = [work for work in group if isinstance(work, _Entering)]
        found = recall_all(connection, [work.use for work in entering], now())
        land(connection, [one.answer for one in group if isinstance(one, _GivingUp)], self._holder)
        flying = [work.use for work in entering if work.flies and work.use.id not in found]
        ours = self._take_off(connection, flying)
        if ours and connection.dialect.name != "sqlite":  # somebody may have kept it in between
            late = recall_all(connection, [use for use in flying if use.answer in ours], now())
            land(connection, [one.usage.call or "" for one in late.values()], self._holder)
            found |= late
        return [
            None if isinstance(work, _GivingUp) else found.get(work.use.id) or _turn(work, ours)
            for work in group
        ]

    def _take_off(self, connection: Connection, uses: Sequence[Use]) -> set[str]:
        if not uses:
            return set()
        at = now()
        ids = [use.answer for use in uses]
        return take_off(connection, ids, self._holder, at, at + self._lease)


def _turn(work: _Entering, ours: set[str]) -> Turn | None:
    if not work.flies:
        return None
    return Turn.OURS if work.use.answer in ours else Turn.THEIRS
