"""Starts a training where one of its triggers says so."""

import asyncio
from datetime import timedelta

from winnow.background import Background
from winnow.contracts.tuning import Task
from winnow.errors import WinnowError
from winnow.observability import metrics
from winnow.observability.logs import get_logger
from winnow.records.live_quality import LiveQuality
from winnow.records.moment import now
from winnow.records.trials import Trials
from winnow.records.tuning_events import TuningEvents
from winnow.records.tuning_runs import OPEN, Run, TuningRuns
from winnow.retraining.triggers import Known, Policy, due, triggers
from winnow_tune.bases import Bases
from winnow_tune.trying import fall

log = get_logger(__name__)


class Planner(Background):
    """Looks at the triggers of every recipe and task of which an answer is known."""

    name = "tune-planner"

    def __init__(
        self,
        live: LiveQuality,
        runs: TuningRuns,
        trials: Trials,
        bases: Bases,
        policy: Policy,
        look: float,
    ) -> None:
        self._live = live
        self._runs = runs
        self._trials = trials
        self._bases = bases
        self._policy = policy
        self._look = look

    async def look(self) -> list[Run]:
        """Queue what is due; what was queued is given back."""
        queued = []
        for recipe, task in await self._live.tasks():
            known = await self.known(recipe, task)
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

    async def known(self, recipe: str, task: Task) -> Known:
        """What the triggers follow from."""
        run = await self._runs.newest(recipe, task)
        reviewed = await self._live.reviewed(recipe, task, run.queued_at if run else None)
        return Known(
            reviewed=reviewed.documents,
            new=reviewed.new,
            first=reviewed.first,
            last=run.queued_at if run else None,
            running=run is not None and run.state in OPEN,
            fruitless=run.ended_at if run and run.state in ("refused", "failed") else None,
            degraded=await self._degraded(recipe, task, run),
            base_changed=self._bases.changed.get((recipe, task)),
        )

    async def _degraded(self, recipe: str, task: Task, run: Run | None) -> str | None:
        """How the champion's quality fell since the last training, which answers for the rest."""
        trial = await self._trials.newest(recipe, task, "watch")
        if trial is None:
            return None
        found = await fall(self._live, self._trials, trial, run.queued_at if run else None)
        return found.told if found is not None and found.alarm else None

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
