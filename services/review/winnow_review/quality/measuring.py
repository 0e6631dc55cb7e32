"""The quality of reviewing as one person may see it."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

from winnow.records.database import Database
from winnow.records.moment import now
from winnow.security.keys import Principal, Role
from winnow_review.quality import facts
from winnow_review.quality.agreement import agreement_of
from winnow_review.quality.answer import Quality, Waiting
from winnow_review.quality.figures import by_field, by_reviewer, disputes, reasons, units_of
from winnow_review.quality.pace import buckets, seconds_of, spread, waited
from winnow_review.quality.waiting import waiting
from winnow_review.queue import oversees

# who see all reviewers
OVERSEERS: Final = frozenset({Role.ADJUDICATOR, Role.OPERATOR, Role.AUDITOR})
KEPT: Final = timedelta(seconds=10)
ANSWERS: Final = 100  # that are remembered
Asked = tuple[str, int, bool]  # tenant, days, whether blind documents may be known


class Meter:
    """Measures at most once in `kept`, and beside the event loop: reviewers do not wait for it."""

    def __init__(self, database: Database, kept: timedelta = KEPT) -> None:
        self._database = database
        self._kept = kept
        self._readings = facts.Readings(database)
        self._answers: dict[Asked, Quality] = {}
        self._one = asyncio.Lock()

    async def measure(self, who: Principal, days: int) -> Quality:
        """Figures of the person's tenant over the last `days`; of reviewers, who may see them."""
        asked = (who.tenant, days, oversees(who))
        async with self._one:
            found = self._answers.get(asked)
            if found is None or now() - found.until >= self._kept:
                found = await self._anew(*asked)
                if len(self._answers) >= ANSWERS:
                    self._answers.clear()
                self._answers[asked] = found
        if not who.roles.isdisjoint(OVERSEERS):
            return found
        own = tuple(one for one in found.reviewers if one.reviewer == who.name)
        return found.model_copy(update={"reviewers": own})

    async def _anew(self, tenant: str, days: int, knows_blind: bool) -> Quality:
        until = now()
        since = until - timedelta(days=days)
        queue = await waiting(self._database, until, tenant, knows_blind=knows_blind)
        readings = await self._readings.since(tenant, since)
        decided = await self._readings.decided(tenant, since)
        if len(readings) == facts.MOST:  # there are more, and the answer says since when it looked
            since = readings[-1].at
        readings = facts.latest(readings, decided)
        return await asyncio.to_thread(figures, queue, readings, since, until)


def figures(
    queue: tuple[Waiting, ...], readings: Sequence[facts.Reading], since: datetime, until: datetime
) -> Quality:
    """All figures, of all reviewers."""
    midnight = until.replace(hour=0, minute=0, second=0, microsecond=0)
    first_day = since.replace(hour=0, minute=0, second=0, microsecond=0)
    fields = by_field(readings)
    return Quality(
        since=since,
        until=until,
        queue=queue,
        hours=buckets(readings, midnight, until, timedelta(hours=1)),
        days=buckets(readings, first_day, until, timedelta(days=1)),
        reviewers=by_reviewer(readings, midnight),
        fields=fields,
        reasons=reasons(fields),
        seconds=spread(seconds_of(readings)),
        waited=spread(waited(readings)),
        disputes=disputes(readings),
        agreement=agreement_of(list(chain.from_iterable(map(units_of, readings)))),
    )
