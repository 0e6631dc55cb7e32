"""What of each day's budgets is spent and what is reserved for calls under way, in SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.records.database import Database
from winnow.records.exclusive import one_at_a_time
from winnow.records.statements import insert_ignore
from winnow.records.tables import budget_calls as calls
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


class SpentError(Exception):
    """A scope has less left than was to be reserved; inside a transaction only."""

    def __init__(self, used: Used) -> None:
        super().__init__(used.scope)
        self.used = used


class BudgetBook:
    """The tables `budget_days` and `budget_calls`.

    What a day has reserved is always the sum of its calls. Replicas change them one after the
    other, so no two reserve the same dollar.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reserve(
        self, call: str, usd: float, limits: Mapping[str, float], at: datetime, until: datetime
    ) -> Used | None:
        """Reserve in all scopes or none: None, or what is used of the first that is spent.

        Scopes are given with their limits. A call that reserved before (its caller died) gives
        that back first. `until` is when a caller that has not settled is taken for dead.
        """
        day = at.date().isoformat()
        try:
            async with self._database.begin() as conn:
                await one_at_a_time(conn, days.name)
                await insert_ignore(conn, days, [_empty(scope, day) for scope in limits])
                await _give_back(conn, call)
                for scope in limits:
                    await _reserve(conn, scope, day, usd, limits[scope], at)
                rows = [
                    {"id": call, "scope": scope, "day": day, "reserved": usd, "until": until}
                    for scope in limits
                ]
                await conn.execute(insert(calls), rows)
        except SpentError as spent:
            return spent.used
        return None

    async def settle(self, costs: Sequence[Cost]) -> None:
        """Write down what calls really cost, and give back what they reserved."""
        async with self._database.begin() as conn:
            await one_at_a_time(conn, days.name)
            for cost in costs:
                await _give_back(conn, cost.call)
                if not cost.usd:
                    continue
                await insert_ignore(conn, days, [_empty(one, cost.day) for one in cost.scopes])
                own = (days.c.scope.in_(cost.scopes), days.c.day == cost.day)
                paid = update(days).where(*own).values(spent=days.c.spent + cost.usd)
                await conn.execute(paid)

    async def used(self, at: datetime) -> list[Used]:
        """What is used of every scope on that day."""
        day = at.date().isoformat()
        query = select(days.c.scope, days.c.spent, days.c.reserved).where(days.c.day == day)
        async with self._database.read() as conn:
            rows = await conn.execute(query.order_by(days.c.scope))
            return [Used(row.scope, row.spent, max(0.0, row.reserved)) for row in rows]


def _empty(scope: str, day: str) -> dict[str, object]:
    return {"scope": scope, "day": day, "spent": 0.0, "reserved": 0.0}


async def _reserve(
    conn: AsyncConnection, scope: str, day: str, usd: float, limit: float, at: datetime
) -> None:
    own = (days.c.scope == scope, days.c.day == day)
    room = days.c.spent + days.c.reserved + usd <= limit + ROUNDING
    taking = update(days).where(*own, room).values(reserved=days.c.reserved + usd)
    if (await conn.execute(taking)).rowcount:
        return
    await _bury_the_dead(conn, scope, at)
    if (await conn.execute(taking)).rowcount:
        return
    query = select(days.c.spent, days.c.reserved).where(*own)
    spent, reserved = (await conn.execute(query)).one()
    raise SpentError(Used(scope, spent, reserved))


async def _bury_the_dead(conn: AsyncConnection, scope: str, at: datetime) -> None:
    """Give back what callers reserved who died, if any did."""
    late = select(calls.c.id).where(calls.c.scope == scope, calls.c.until <= at)
    for call in (await conn.execute(late)).scalars().all():
        await _give_back(conn, call)


async def _give_back(conn: AsyncConnection, call: str) -> None:
    """Give back what a call reserved."""
    own = delete(calls).where(calls.c.id == call)
    gone = await conn.execute(own.returning(calls.c.scope, calls.c.day, calls.c.reserved))
    for scope, day, reserved in gone.all():
        of = (days.c.scope == scope, days.c.day == day)
        await conn.execute(update(days).where(*of).values(reserved=days.c.reserved - reserved))
