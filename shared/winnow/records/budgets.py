"""What of each day's budgets is spent, and what is reserved by whom, in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.records.database import Database
from winnow.records.exclusive import one_at_a_time
from winnow.records.statements import upsert
from winnow.records.tables import budget_calls as holders
from winnow.records.tables import budget_days as days

ROUNDING: Final = 1e-9  # USD; sums of floats


@dataclass(frozen=True, slots=True)
class Used:
    """Of a scope's budget on a day, in USD."""

    scope: str
    spent: float = 0.0
    reserved: float = 0.0


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a holder tells of a scope on a day, and what it asks of it; all in USD.

    It spent so much since it last told, and keeps so much of what it had reserved. It needs so much
    besides, and would take `more` if that is there.
    """

    scope: str
    day: str
    spent: float
    keeps: float
    limit: float = 0.0
    needs: float = 0.0
    more: float = 0.0


class BudgetBook:
    """The tables `budget_days` and `budget_calls`.

    What a day has reserved is always the sum of what its holders have. Replicas come one after the
    other, so no two reserve the same dollar.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def exchange(
        self, holder: str, asked: Sequence[Exchange], at: datetime, until: datetime
    ) -> list[float] | Used:
        """Note what was spent; reserve what is needed in all scopes, or in none.

        What was reserved for each, or what is used of the first that has less. `until` is when a
        holder that was not heard of again is taken for dead.
        """
        async with self._database.begin() as conn:
            await one_at_a_time(conn, days.name)
            for attempt in (1, 2):
                known = [await _known(conn, holder, one) for one in asked]
                room = [_room(one, used) for one, used in zip(asked, known, strict=True)]
                refused = [n for n, one in enumerate(asked) if 0 < one.needs > room[n] + ROUNDING]
                if not refused or attempt > 1 or not await _bury_the_dead(conn, at):
                    break
            taken = [
                0.0 if refused else one.needs + max(0.0, min(one.more, left - one.needs))
                for one, left in zip(asked, room, strict=True)
            ]
            for one, used, more in zip(asked, known, taken, strict=True):
                await _write(conn, holder, one, used, more, until)
        if refused:
            one, used = asked[refused[0]], known[refused[0]]
            return Used(one.scope, used.spent + one.spent, used.reserved + one.keeps)
        return taken

    async def used(self, at: datetime) -> list[Used]:
        """What is used of every scope on that day."""
        query = select(days.c.scope, days.c.spent, days.c.reserved)
        today = query.where(days.c.day == at.date().isoformat()).order_by(days.c.scope)
        async with self._database.read() as conn:
            rows = await conn.execute(today)
            return [Used(row.scope, row.spent, max(0.0, row.reserved)) for row in rows]


async def _known(conn: AsyncConnection, holder: str, asked: Exchange) -> Used:
    """What is spent of a scope, and what others have reserved."""
    own = (days.c.scope == asked.scope, days.c.day == asked.day)
    row = (await conn.execute(select(days.c.spent, days.c.reserved).where(*own))).first()
    if row is None:
        return Used(asked.scope)
    of = (holders.c.id == holder, holders.c.scope == asked.scope, holders.c.day == asked.day)
    mine = (await conn.execute(select(holders.c.reserved).where(*of))).scalar_one_or_none()
    return Used(asked.scope, row.spent, row.reserved - (mine or 0.0))


def _room(asked: Exchange, used: Used) -> float:
    return asked.limit - used.spent - asked.spent - used.reserved - asked.keeps


async def _write(
    conn: AsyncConnection, holder: str, asked: Exchange, used: Used, more: float, until: datetime
) -> None:
    has = asked.keeps + more if asked.keeps + more > ROUNDING else 0.0
    place = {"scope": asked.scope, "day": asked.day}
    spent = used.spent + asked.spent
    await upsert(conn, days, {**place, "spent": spent, "reserved": used.reserved + has})
    if has:
        await upsert(conn, holders, {**place, "id": holder, "reserved": has, "until": until})
    else:
        of = (holders.c.id == holder, holders.c.scope == asked.scope, holders.c.day == asked.day)
        await conn.execute(delete(holders).where(*of))


async def _bury_the_dead(conn: AsyncConnection, at: datetime) -> int:
    """Give back what holders have who were not heard of in time; how many that were."""
    late = delete(holders).where(holders.c.until <= at)
    gone = await conn.execute(late.returning(holders.c.scope, holders.c.day, holders.c.reserved))
    found = gone.all()
    for scope, day, reserved in found:
        own = (days.c.scope == scope, days.c.day == day)
        await conn.execute(update(days).where(*own).values(reserved=days.c.reserved - reserved))
    return len(found)
