"""What of each day's budgets is spent and what is reserved for calls under way, in SQL."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from winnow.records.database import Database
from winnow.records.exclusive import alone
from winnow.records.grouping import Grouped
from winnow.records.purse import Purse
from winnow.records.tables import budget_days as days

ROUNDING = 1e-9  # USD; sums of floats


@dataclass(frozen=True, slots=True)
class Used:
    """Of a scope's budget on a day, in USD."""

    scope: str
    spent: float = 0.0
    reserved: float = 0.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What a call cost, in USD; 0: it was not paid for. Its budgets, and the day they were of."""

    call: str
    usd: float
    scopes: Sequence[str]
    day: str


@dataclass(frozen=True, slots=True)
class _Wish:
    call: str
    usd: float
    limits: Mapping[str, float]
    at: datetime
    until: datetime

    @property
    def scopes(self) -> Sequence[str]:
        return tuple(self.limits)

    @property
    def day(self) -> str:
        return self.at.date().isoformat()


class BudgetBook:
    """The tables `budget_days` and `budget_calls`.

    What a day has reserved is always the sum of its calls. Replicas change them one after the
    other, so no two reserve the same dollar; calls of one process at once share a transaction. None
    waits for the disk: what is spent is written before the answer is kept, whose commit does.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._writes: Grouped[_Wish | Cost, Used | None] = Grouped(self._write)

    async def reserve(
        self, call: str, usd: float, limits: Mapping[str, float], at: datetime, until: datetime
    ) -> Used | None:
        """Reserve in all scopes or none: None, or what is used of the first that is spent.

        Scopes are given with their limits. A call that reserved before (its caller died) gives
        that back first. `until` is when a caller that has not settled is taken for dead.
        """
        return await self._writes.do(_Wish(call, usd, limits, at, until))

    async def settle(self, costs: Sequence[Cost]) -> None:
        """Write down what calls really cost, and give back what they reserved."""
        await asyncio.gather(*(self._writes.do(cost) for cost in costs))

    async def used(self, at: datetime) -> list[Used]:
        """What is used of every scope on that day."""
        day = at.date().isoformat()
        query = select(days.c.scope, days.c.spent, days.c.reserved).where(days.c.day == day)
        async with self._database.read() as conn:
            rows = await conn.execute(query.order_by(days.c.scope))
            return [Used(row.scope, row.spent, max(0.0, row.reserved)) for row in rows]

    async def _write(self, group: Sequence[_Wish | Cost]) -> list[Used | None]:
        return await self._database.write(lambda sql: _change(sql, group), durable=False)


def _change(connection: Connection, group: Sequence[_Wish | Cost]) -> list[Used | None]:
    """Do what is asked, in order."""
    alone(connection, days.name)
    scopes = {scope for one in group for scope in one.scopes}
    ids = [one.call for one in group]
    purse = Purse.open(connection, scopes, {one.day for one in group}, ids)
    made = [
        _settle(purse, one) if isinstance(one, Cost) else _reserve(purse, one, connection)
        for one in group
    ]
    purse.close(connection)
    return made


def _settle(purse: Purse, cost: Cost) -> Used | None:
    purse.give_back(cost.call)
    if cost.usd:
        for scope in cost.scopes:
            purse.spend(scope, cost.day, cost.usd)
    return None


def _reserve(purse: Purse, wish: _Wish, connection: Connection) -> Used | None:
    """Reserve, or leave all as it was and say what there is not enough of."""
    before = purse.give_back(wish.call)
    lacking = _lacking(purse, wish)
    if lacking is not None:
        purse.bury_the_dead(connection, lacking.scope, wish.at)
        lacking = _lacking(purse, wish)
    if lacking is None:
        for scope in wish.limits:
            purse.reserve(wish.call, scope, wish.day, wish.usd, wish.until)
    else:
        purse.take_back(wish.call, before)
    return lacking


def _lacking(purse: Purse, wish: _Wish) -> Used | None:
    """The first budget that may not do for the call."""
    for scope, limit in wish.limits.items():
        spent, reserved = purse.of(scope, wish.day)
        if spent + reserved + wish.usd > limit + ROUNDING:
            return Used(scope, spent, reserved)
    return None
