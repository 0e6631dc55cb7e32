"""Questions that are being asked, in SQL: a row each, with a lease."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from winnow.records.statements import insert_new
from winnow.records.tables import flights


def take_off(
    connection: Connection, ids: Sequence[str], holder: str, now: datetime, until: datetime
) -> set[str]:
    """Take those that nobody asks, or whose holder let the lease run out; the ids that are ours."""
    wanted = sorted(set(ids))
    rows = [{"id": id_, "holder": holder, "until": until} for id_ in wanted]
    if insert_new(connection, flights, rows) == len(rows):
        return set(wanted)
    over = flights.c.id.in_(wanted) & (flights.c.until < now)
    connection.execute(update(flights).where(over).values(holder=holder, until=until))
    query = select(flights.c.id).where(flights.c.id.in_(wanted), flights.c.holder == holder)
    return set((connection.execute(query)).scalars())


def land(connection: Connection, ids: Sequence[str], holder: str) -> None:
    """End flights of this holder."""
    if not ids:
        return
    own = flights.c.id.in_(ids) & (flights.c.holder == holder)
    connection.execute(delete(flights).where(own))


def renew(connection: Connection, holder: str, until: datetime) -> None:
    """Hold on to all of this holder's flights."""
    own = flights.c.holder == holder
    connection.execute(update(flights).where(own).values(until=until))


def in_flight(connection: Connection, id_: str, now: datetime) -> bool:
    """Whether somebody who is alive asks."""
    query = select(flights.c.id).where(flights.c.id == id_, flights.c.until >= now)
    return (connection.execute(query)).first() is not None
