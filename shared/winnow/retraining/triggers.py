"""Whether it is time to train a model anew, and how far from it we are. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

Cause = Literal["decisions", "degraded", "schedule", "base_changed", "asked"]  # asked: by hand
FRESH: Final = 20  # new decisions that make it worth while to train after quality fell


@dataclass(frozen=True, slots=True)
class Policy:
    """When to train; what is 0 or None never causes a run.

    `decisions`: reviewed documents since the last run. `every`: time since the last run. `least`:
    reviewed documents in all, below which no training is tried. `rest`: time between the end of a
    run that came to nothing and the next that starts by itself.
    """

    decisions: int = 200
    every: timedelta | None = None
    least: int = 50
    rest: timedelta = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Known:
    """What the triggers of a recipe and task follow from.

    `reviewed` documents in all, and `new` of them since `last`, when the newest run was queued.
    `fruitless` is when that run ended, if nothing came of it. `degraded` says how quality fell.
    """

    reviewed: int
    new: int
    first: datetime | None = None
    last: datetime | None = None
    running: bool = False
    fruitless: datetime | None = None
    degraded: str | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """One cause: `done` of `of` until it starts a run, and the same in words."""

    cause: Cause
    due: bool
    done: float
    of: float
    why: str


def triggers(known: Known, policy: Policy, now: datetime) -> list[Trigger]:
    """Every trigger that is switched on, the weightiest first."""
    return [*_degraded(known), *_decisions(known, policy), *_schedule(known, policy, now)]


def due(known: Known, policy: Policy, now: datetime) -> Trigger | None:
    """The trigger that starts a run now, if one may start."""
    return None if waits(known, policy, now) else _first(triggers(known, policy, now))


def waits(known: Known, policy: Policy, now: datetime) -> str:
    """Why no run starts by itself, whatever the triggers say; empty where one may."""
    if known.running:
        return "a run is on its way"
    if known.reviewed < policy.least:
        return f"{known.reviewed} of at least {policy.least} reviewed documents"
    if known.fruitless is not None and now < known.fruitless + policy.rest:
        return f"the last run came to nothing; the next may start {known.fruitless + policy.rest}"
    return ""


def _first(found: Sequence[Trigger]) -> Trigger | None:
    return next((one for one in found if one.due), None)


def _degraded(known: Known) -> list[Trigger]:
    """On the same examples as before training would find the same model."""
    if known.degraded is None:
        return []
    ready = known.new >= FRESH
    why = known.degraded if ready else f"{known.degraded}; {known.new} of {FRESH} new decisions"
    return [Trigger("degraded", ready, known.new, FRESH, why)]


def _decisions(known: Known, policy: Policy) -> list[Trigger]:
    if not policy.decisions:
        return []
    why = f"{known.new} of {policy.decisions} reviewed documents since the last run"
    is_due = known.new >= policy.decisions
    return [Trigger("decisions", is_due, known.new, policy.decisions, why)]


def _schedule(known: Known, policy: Policy, now: datetime) -> list[Trigger]:
    """Counted from the last run, or from the first reviewed document; never without a new one."""
    since = known.last or known.first
    if policy.every is None or since is None:
        return []
    days, of = (now - since) / timedelta(days=1), policy.every / timedelta(days=1)
    why = f"{days:.1f} of {of:.1f} days" + ("" if known.new else ", and nothing new was reviewed")
    return [Trigger("schedule", days >= of and known.new > 0, days, of, why)]
