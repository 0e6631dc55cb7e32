"""The desk's metrics: gauges of the queue, set in a loop, and counters of what was decided."""

import asyncio
from typing import Final

from winnow.background import Background
from winnow.contracts.base import Event
from winnow.contracts.reviews import ReviewDecided
from winnow.errors import UnreachableError
from winnow.observability import metrics
from winnow.observability.logs import get_logger
from winnow.records.database import Database
from winnow.records.moment import now
from winnow_review.quality.digest import place
from winnow_review.quality.waiting import oldest, waiting
from winnow_review.questions.metrics import set_gauges

log = get_logger(__name__)
EVERY: Final = 15.0  # seconds: as often as Prometheus asks
NO_RECIPE: Final = "none"


class Gauges(Background):
    """Sets the gauges from `start` to `stop`. All replicas tell the same: take the highest."""

    name = "review-gauges"

    def __init__(self, database: Database) -> None:
        self._database = database

    async def set(self) -> None:
        """Set them once, over all tenants; what is no longer there is gone."""
        at = now()
        queue = await waiting(self._database, at)
        metrics.REVIEW_QUEUE.clear()
        metrics.REVIEW_OVERDUE.clear()
        for one in queue:
            recipe = one.recipe or NO_RECIPE
            metrics.REVIEW_QUEUE.labels(recipe, one.state).set(one.documents)
            metrics.REVIEW_OVERDUE.labels(recipe).inc(one.overdue)
        await set_gauges(self._database, at)
        since = oldest(queue)
        metrics.REVIEW_OLDEST.set((at - since).total_seconds() if since else 0)

    async def _run(self) -> None:
        while True:
            try:
                await self.set()
            except UnreachableError as error:  # they keep what they said last
                log.warning("gauges wait", error=str(error))
            await asyncio.sleep(EVERY)


def counted(event: Event) -> None:
    """Count a decision and what it corrected; other events count nothing."""
    if not isinstance(event, ReviewDecided):
        return
    recipe = event.recipe or NO_RECIPE
    metrics.REVIEW_DECISIONS.labels(recipe, event.outcome).inc()
    for one in event.fields:
        if one.action != "confirm":
            field, reason = place(one.part, one.pointer), one.reason or "none"
            metrics.REVIEW_CORRECTIONS.labels(recipe, field, reason).inc()
