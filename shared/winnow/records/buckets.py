"""Token buckets that all replicas share, in SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from winnow.records.database import Database
from winnow.records.exclusive import one_at_a_time
from winnow.records.statements import upsert
from winnow.records.tables import rate_buckets


@dataclass(frozen=True, slots=True)
class Draw:
    """What is to be taken from a bucket of `size` that fills by so much a second.

    More than `size` may be taken from a full bucket: it then owes the rest. `back` is put in first.
    """

    amount: float
    per_second: float
    size: float
    back: float = 0.0


class Buckets:
    """The table `rate_buckets`; a bucket that nobody used before is full."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def draw(self, model: str, draws: Mapping[str, Draw], at: datetime) -> float:
        """Take all, by kind, or nothing; 0, or the seconds until all can be taken."""
        async with self._database.begin() as conn:
            await one_at_a_time(conn, f"rates of {model}")
            query = select(rate_buckets).where(rate_buckets.c.model == model)
            known = {row.kind: row for row in await conn.execute(query)}
            levels = {kind: _level(draw, known.get(kind), at) for kind, draw in draws.items()}
            wait = max(_wait(draws[kind], levels[kind]) for kind in draws)
            for kind, draw in draws.items():
                level = levels[kind] - (0.0 if wait else draw.amount)
                since = max(at, known[kind].at) if kind in known else at
                row = {"model": model, "kind": kind, "level": level, "at": since}
                await upsert(conn, rate_buckets, row)
        return wait


def _level(draw: Draw, row: Any, at: datetime) -> float:
    """What is in a bucket now; the clocks of two machines may differ, none fills it twice."""
    if row is None:
        return draw.size
    passed = max(0.0, (at - row.at).total_seconds())
    level: float = row.level + draw.back + passed * draw.per_second
    return min(draw.size, level)


def _wait(draw: Draw, level: float) -> float:
    if draw.amount <= 0:
        return 0.0
    return max(0.0, (min(draw.amount, draw.size) - level) / draw.per_second)
