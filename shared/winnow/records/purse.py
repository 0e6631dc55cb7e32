"""Days and calls of some budgets: taken out of the tables, changed, put back at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from sqlalchemy import Connection, bindparam, delete, insert, select

from winnow.records.moment import Moment
from winnow.records.statements import put
from winnow.records.tables import budget_calls as calls
from winnow.records.tables import budget_days as days

# Built once: building them anew takes as long as running them
_CALLS = select(calls).where(calls.c.id.in_(bindparam("ids", expanding=True)))
_FORGET = delete(calls).where(calls.c.id.in_(bindparam("ids", expanding=True)))
_DAYS = select(days).where(
    days.c.scope.in_(bindparam("scopes", expanding=True)),
    days.c.day.in_(bindparam("on", expanding=True)),
)
_LATE = select(calls.c.id).where(
    calls.c.scope == bindparam("scope"), calls.c.until <= bindparam("at", type_=Moment)
)
_KEEP = insert(calls)


@dataclass(frozen=True, slots=True)
class Reserved:
    """USD that a call reserved in a scope on a day, until it is taken for dead."""

    scope: str
    day: str
    usd: float
    until: datetime


@dataclass
class Purse:
    """One transaction's view. Days that are not there are empty; `_touched` calls are rewritten."""

    _days: dict[tuple[str, str], tuple[float, float]]  # spent and reserved, by scope and day
    _calls: dict[str, list[Reserved]]
    _changed: set[tuple[str, str]] = field(default_factory=set)
    _touched: set[str] = field(default_factory=set)
    _stored: set[str] = field(default_factory=set)  # of them, those in the table

    @classmethod
    def open(
        cls,
        connection: Connection,
        scopes: Collection[str],
        on: Collection[str],
        ids: Sequence[str],
    ) -> Self:
        """Take out these calls, and what their days, and those of the scopes, have."""
        purse = cls({}, {})
        purse._take_out(connection, ids)
        known = [one for reserved in purse._calls.values() for one in reserved]
        purse._look_at(
            connection,
            {*scopes, *(one.scope for one in known)},
            {*on, *(one.day for one in known)},
        )
        return purse

    def of(self, scope: str, day: str) -> tuple[float, float]:
        """What is spent and reserved."""
        return self._days.get((scope, day), (0.0, 0.0))

    def spend(self, scope: str, day: str, usd: float) -> None:
        """It is paid."""
        self._add(scope, day, spent=usd)

    def reserve(self, call: str, scope: str, day: str, usd: float, until: datetime) -> None:
        """Keep it for the call."""
        self.take_back(call, [Reserved(scope, day, usd, until)])

    def give_back(self, call: str) -> list[Reserved]:
        """What the call had reserved is free."""
        given = self._calls.pop(call, [])
        self._touched.add(call)
        for one in given:
            self._add(one.scope, one.day, reserved=-one.usd)
        return given

    def take_back(self, call: str, reserved: Sequence[Reserved]) -> None:
        """Reserve for the call."""
        self._touched.add(call)
        for one in reserved:
            self._calls.setdefault(call, []).append(one)
            self._add(one.scope, one.day, reserved=one.usd)

    def bury_the_dead(self, connection: Connection, scope: str, at: datetime) -> None:
        """Give back what callers reserved who died, if any did."""
        late = connection.execute(_LATE, {"scope": scope, "at": at}).scalars()
        ids = set(late) - self._touched
        if not ids:
            return
        self._take_out(connection, sorted(ids))
        known = [one for id_ in ids for one in self._calls[id_]]
        self._look_at(connection, {one.scope for one in known}, {one.day for one in known})
        for id_ in ids:
            self.give_back(id_)

    def close(self, connection: Connection) -> None:
        """Put all back that changed."""
        rows = [
            {"scope": scope, "day": day, "spent": spent, "reserved": reserved}
            for scope, day in sorted(self._changed)
            for spent, reserved in [self._days[scope, day]]
        ]
        put(connection, days, rows)
        if gone := sorted(self._stored & self._touched):
            connection.execute(_FORGET, {"ids": gone})
        kept = [
            {
                "id": call,
                "scope": one.scope,
                "day": one.day,
                "reserved": one.usd,
                "until": one.until,
            }
            for call in sorted(self._touched)
            for one in self._calls.get(call, [])
        ]
        if kept:
            connection.execute(_KEEP, kept)

    def _take_out(self, connection: Connection, ids: Sequence[str]) -> None:
        for row in connection.execute(_CALLS, {"ids": ids}):
            self._stored.add(row.id)
            reserved = Reserved(row.scope, row.day, row.reserved, row.until)
            self._calls.setdefault(row.id, []).append(reserved)

    def _look_at(self, connection: Connection, scopes: set[str], on: set[str]) -> None:
        """What is looked at already may have changed here, so it stays."""
        told = {"scopes": sorted(scopes), "on": sorted(on)}
        for row in connection.execute(_DAYS, told):
            self._days.setdefault((row.scope, row.day), (row.spent, row.reserved))

    def _add(self, scope: str, day: str, *, spent: float = 0.0, reserved: float = 0.0) -> None:
        before = self.of(scope, day)
        self._days[scope, day] = (before[0] + spent, max(0.0, before[1] + reserved))
        self._changed.add((scope, day))
