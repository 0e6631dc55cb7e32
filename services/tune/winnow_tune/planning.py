"""Starts a training where one of its triggers says so."""

import asyncio
from datetime import timedelta

from winnow.background import Background
from winnow.errors import WinnowError
from winnow.observability import metrics
from winnow.observability.logs import get_logger
from winnow.records.live_quality import LiveQuality
from winnow.records.moment import now
from winnow.records.trials import Trials
from winnow.records.tuning_events import TuningEvents
from winnow.records.tuning_runs import Run, TuningRuns
from winnow.records.tuning_standing import known_of
from winnow.retraining.triggers import Policy, due, triggers

log = get_logger(__name__)


class Planner(Background):
    """Looks at the triggers of every recipe and task of which an answer is known."""

    name = "tune-planner"

    def __init__(
        self,
        live: LiveQuality,
        runs: TuningRuns,
        trials: Trials,
        policy: Policy,
        look: float,
    ) -> None:
        self._live = live
        self._runs = runs
        self._trials = trials
        self._policy = policy
        self._look = look

    async def look(self) -> list[Run]:
        """Queue what is due; what was queued is given back."""
        queued = []
        for recipe, task in await self._live.tasks():
            known = await known_of(recipe, task, self._live, self._runs, self._trials)
            at = now()
            for one in triggers(known, self._policy, at):
                ratio = one.done / one.of if one.of else 0.0
                metrics.TUNING_PROGRESS.labels(recipe, task, one.cause).set(ratio)
            trigger = due(known, self._policy, at)
            if trigger is None:
                continue
            run = await self._runs.queue(recipe, task, trigger.cause, trigger.why)
            if run is not None:
                log.info("training queued", recipe=recipe, task=task, why=trigger.why)
                queued.append(run)
        return queued

    async def _run(self) -> None:
        while True:
            try:
                await self.look()
            except WinnowError as error:  # the database
                log.warning("planning waits", error=str(error))
            await asyncio.sleep(self._look)


class Forgetter(Background):
    """Forgets what happened to documents so many days ago."""

    name = "tune-forgetter"

    def __init__(self, events: TuningEvents, days: float, every: float = 3600.0) -> None:
        self._events = events
        self._days = days
        self._every = every

    async def _run(self) -> None:
        while True:
            try:
                await self._events.prune(now() - timedelta(days=self._days))
            except WinnowError as error:  # the database
                log.warning("forgetting waits", error=str(error))
            await asyncio.sleep(self._every)
