"""Questions that are being asked, in SQL: a row each, with a lease."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from winnow.records.statements import insert_ignore
from winnow.records.tables import flights


async def take_off(
    connection: AsyncConnection, ids: Sequence[str], holder: str, now: datetime, until: datetime
) -> set[str]:
    """Take those that nobody asks, or whose holder let the lease run out; the ids that are ours."""
    wanted = sorted(set(ids))
    rows = [{"id": id_, "holder": holder, "until": until} for id_ in wanted]
    if await insert_ignore(connection, flights, rows) == len(rows):
        return set(wanted)
    over = flights.c.id.in_(wanted) & (flights.c.until < now)
    await connection.execute(update(flights).where(over).values(holder=holder, until=until))
    query = select(flights.c.id).where(flights.c.id.in_(wanted), flights.c.holder == holder)
    return set((await connection.execute(query)).scalars())


async def land(connection: AsyncConnection, ids: Sequence[str], holder: str) -> None:
    """End flights of this holder."""
    own = flights.c.id.in_(ids) & (flights.c.holder == holder)
    await connection.execute(delete(flights).where(own))


async def renew(connection: AsyncConnection, holder: str, until: datetime) -> None:
    """Hold on to all of this holder's flights."""
    own = flights.c.holder == holder
    await connection.execute(update(flights).where(own).values(until=until))


async def in_flight(connection: AsyncConnection, id_: str, now: datetime) -> bool:
    """Whether somebody who is alive asks."""
    query = select(flights.c.id).where(flights.c.id == id_, flights.c.until >= now)
    return (await connection.execute(query)).first() is not None
