"""How far each recipe is from its next training, and how those on trial do; nothing is written."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from winnow.contracts.tuning import Task
from winnow.records.database import Database
from winnow.records.live_quality import LiveQuality, Who
from winnow.records.moment import now
from winnow.records.shadows import Shadows
from winnow.records.trials import Trial, Trials
from winnow.records.tuning_runs import OPEN, Run, TuningRuns
from winnow.retraining.canary import judge
from winnow.retraining.degradation import Chart, bar_of, chart
from winnow.retraining.settings import TuningSettings
from winnow.retraining.triggers import Known, triggers, waits

OWN: Final = 100  # decided documents of a champion that set its bar where nobody was before it


@dataclass(frozen=True, slots=True)
class Due:
    """A trigger of a recipe and task: `done` of `of` until it starts a training."""

    recipe: str
    task: Task
    cause: str
    due: bool
    done: float
    of: float
    why: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest runs, all triggers, and the trials with their figures."""

    triggers: list[Due]
    runs: list[Run]
    trials: list[dict[str, Any]]


async def standing(database: Database, settings: TuningSettings) -> Standing:
    """All of it, at this moment."""
    live, runs, trials = LiveQuality(database), TuningRuns(database), Trials(database)
    shown = [await _told(one, live, Shadows(database), settings) for one in await trials.latest()]
    return Standing(await _triggers(live, runs, trials, settings), await runs.latest(), shown)


async def known_of(
    recipe: str, task: Task, live: LiveQuality, runs: TuningRuns, trials: Trials
) -> Known:
    """What the triggers of a recipe and task follow from."""
    run = await runs.newest(recipe, task)
    since = run.queued_at if run else None
    reviewed = await live.reviewed(recipe, task, since)
    trial = await trials.newest(recipe, task, "watch")
    found = await fall(live, trial, since) if trial else None
    return Known(
        reviewed=reviewed.documents,
        new=reviewed.new,
        first=reviewed.first,
        last=since,
        running=run is not None and run.state in OPEN,
        fruitless=run.ended_at if run and run.state in ("refused", "failed") else None,
        degraded=found.told if found is not None and found.alarm else None,
    )


async def fall(live: LiveQuality, trial: Trial, since: datetime | None = None) -> Chart | None:
    """The chart of a champion on trial, of documents drafted `since`; None without a bar.

    Where there was no champion before, its own first documents set the bar. A training answers for
    what fell before it: later falls are counted from there.
    """
    recipe, task, who, began = trial.recipe, trial.task, Who(trial.model), trial.began_at
    bar = trial.bar
    if bar is None:
        own = await live.changed(recipe, task, who, began)
        bar = bar_of(own[:OWN]) if len(own) >= OWN else None
    if bar is None:
        return None
    late = max(began, since) if since else began
    return chart(await live.changed(recipe, task, who, late), bar)


async def _triggers(
    live: LiveQuality, runs: TuningRuns, trials: Trials, settings: TuningSettings
) -> list[Due]:
    found, policy, at = [], settings.policy(), now()
    for recipe, task in await live.tasks():
        known = await known_of(recipe, task, live, runs, trials)
        held = waits(known, policy, at)
        for one in triggers(known, policy, at):
            why = f"{one.why} ({held})" if held else one.why
            due = one.due and not held
            found.append(Due(recipe, task, one.cause, due, one.done, one.of, why))
    return found


async def _told(
    trial: Trial, live: LiveQuality, shadows: Shadows, settings: TuningSettings
) -> dict[str, Any]:
    """A trial with its figures; of one that is over only how it ended."""
    if trial.ended_at is not None:
        return {**asdict(trial), "told": trial.why}
    recipe, task, began = trial.recipe, trial.task, trial.began_at
    arm = await live.arm(recipe, task, Who(trial.model), began)
    if trial.kind == "watch":
        found = await fall(live, trial)
        told = found.told if found else "the bar is not known yet"
        return {**asdict(trial), "arm": asdict(arm), "told": told}
    other = await live.arm(recipe, task, Who(trial.model, others=True), began)
    seen = await shadows.agreement(recipe, task, trial.model, began)
    judged = judge(arm, other, seen.pairs, trial.share, settings.rules())
    figures = {"arm": asdict(arm), "champion": asdict(other), "shadows": asdict(seen)}
    return {**asdict(trial), **figures, "told": judged.why}
