"""Watches challengers and new champions, and acts on what is seen."""

import asyncio
from dataclasses import dataclass
from typing import Final

from winnow.background import Background
from winnow.contracts.tuning import ModelRef, Serving
from winnow.errors import WinnowError
from winnow.observability import metrics
from winnow.observability.logs import get_logger
from winnow.records.live_quality import LiveQuality, Who
from winnow.records.port import WhoServes
from winnow.records.shadows import Shadows
from winnow.records.trials import Trial, Trials
from winnow.records.tuning_standing import fall
from winnow.retraining.canary import Arm, Rules, judge
from winnow.retraining.degradation import Chart, bar_of
from winnow_tune.acting import Acts, Bystander

log = get_logger(__name__)
BARE: Final = "bare"  # where no tuned model answers, the one of the settings does
NOBODY: Final = ""  # there is no champion to go back to


@dataclass(frozen=True, slots=True)
class Manner:
    """How trials are held; see the settings of the same names."""

    rules: Rules
    bar: float | None
    watch: int
    look: float


class Trier(Background):
    """Holds the trials of all recipes, a look every so many seconds."""

    name = "tune-trials"

    def __init__(
        self,
        registry: WhoServes,
        trials: Trials,
        live: LiveQuality,
        shadows: Shadows,
        manner: Manner,
        bystander: Bystander,
    ) -> None:
        self._registry = registry
        self._acts = Acts(registry, bystander)
        self._trials = trials
        self._live = live
        self._shadows = shadows
        self._manner = manner

    async def look(self) -> None:
        """Look at everybody on trial once; what fails for one keeps none of the others."""
        for now in await self._registry.all():
            try:
                if not await self._canary(now):
                    await self._watch(now)
            except WinnowError as error:  # the registry's, too: somebody else was faster
                log.warning("trial waits", recipe=now.recipe, task=now.task, error=str(error))

    async def _canary(self, now: Serving) -> bool:
        """Judge a challenger that answers documents; whether who answers was changed."""
        if now.challenger is None or not now.canary:
            await self._close(now)
            return False
        trial = await self._trial(now, now.challenger)
        recipe, task, who = now.recipe, now.task, Who(trial.model)
        challenger = await self._live.arm(recipe, task, who, trial.began_at)
        others = Who(trial.model, others=True)
        champion = await self._live.arm(recipe, task, others, trial.began_at)
        seen = await self._shadows.agreement(recipe, task, trial.model, trial.began_at)
        if seen.answered:
            agreement = seen.agreed / seen.answered
            metrics.SHADOW_AGREEMENT.labels(recipe, task).set(agreement)
        _show(now, challenger, "challenger")
        judged = judge(challenger, champion, seen.pairs, trial.share, self._manner.rules)
        if judged.ruling == "promote":
            bar = await self._bar(now, others)
            changed = await self._acts.promote(now, judged.why)
            promoted = changed.champion == now.challenger
            await self._trials.end(trial, "promoted" if promoted else "dropped", changed.why)
            if promoted:
                await self._begin_watch(changed, _name(now.champion), bar)
        elif judged.ruling == "drop":
            await self._acts.drop(now, judged.why)
            await self._trials.end(trial, "dropped", judged.why)
        return judged.ruling != "wait"

    async def _trial(self, now: Serving, challenger: ModelRef) -> Trial:
        """The open trial of this challenger at this share; else a new one, counted from now."""
        known = await self._trials.newest(now.recipe, now.task, "canary")
        against = _name(now.champion)
        if known is not None and known.ended_at is None:
            same = (known.version, known.against, known.share)
            if same == (challenger.version, against, now.canary):
                return known
        return await self._trials.begin(
            now.recipe,
            now.task,
            "canary",
            version=challenger.version,
            model=challenger.model,
            against=against,
            share=now.canary,
        )

    async def _close(self, now: Serving) -> None:
        """End a trial whose challenger left by another's hand, or by ours before a kill."""
        known = await self._trials.newest(now.recipe, now.task, "canary")
        if known is not None and known.ended_at is None:
            promoted = now.champion is not None and now.champion.version == known.version
            await self._trials.end(known, "promoted" if promoted else "dropped", now.why)

    async def _watch(self, now: Serving) -> None:
        """See whether a champion keeps the bar; one that does not, and was just promoted, goes."""
        if now.champion is None:
            return
        trial = await self._watched(now, now.champion)
        found = await self._chart(trial, now)
        if found is None or trial.ended_at is not None:
            return
        if found.alarm and trial.against:
            changed = await self._acts.roll_back(now, found.told)
            await self._trials.end(trial, "rolled_back", found.told)
            await self._begin_watch(changed, NOBODY, trial.bar)
            return
        arm = await self._live.arm(now.recipe, now.task, Who(trial.model), trial.began_at)
        if trial.against and arm.decided >= self._manner.watch:
            await self._trials.end(trial, "kept", f"{arm.decided} decided documents kept the bar")

    async def _watched(self, now: Serving, champion: ModelRef) -> Trial:
        """The newest watch, if it is of this champion; somebody else may have promoted another."""
        known = await self._trials.newest(now.recipe, now.task, "watch")
        if known is not None and known.version == champion.version:
            return known
        if known is None:
            return await self._begin_watch(now, NOBODY, self._manner.bar)
        bar = await self._bar(now, Who(known.model))
        return await self._begin_watch(now, known.model, bar)

    async def _begin_watch(self, now: Serving, against: str, bar: float | None) -> Trial:
        model, version = _name(now.champion), now.champion.version if now.champion else ""
        return await self._trials.begin(
            now.recipe,
            now.task,
            "watch",
            version=version,
            model=model,
            against=against,
            bar=bar,
        )

    async def _bar(self, now: Serving, before: Who) -> float | None:
        """The settings' bar, else what the champion before kept."""
        if self._manner.bar is not None:
            return self._manner.bar
        return bar_of(await self._live.changed(now.recipe, now.task, before, last=200))

    async def _chart(self, trial: Trial, now: Serving) -> Chart | None:
        found = await fall(self._live, trial)
        if found is not None:
            if trial.bar is None:
                await self._trials.set_bar(trial, found.bar)
            metrics.LIVE_FALL.labels(now.recipe, now.task).set(found.level / found.limit)
        arm = await self._live.arm(now.recipe, now.task, Who(trial.model), trial.began_at)
        _show(now, arm, "champion")
        return found

    async def _run(self) -> None:
        while True:
            try:
                await self.look()
            except WinnowError as error:  # the database
                log.warning("trials wait", error=str(error))
            await asyncio.sleep(self._manner.look)


def _show(now: Serving, arm: Arm, name: str) -> None:
    if arm.quality is not None:
        metrics.LIVE_QUALITY.labels(now.recipe, now.task, name).set(arm.quality)


def _name(ref: ModelRef | None) -> str:
    return ref.model if ref else BARE
