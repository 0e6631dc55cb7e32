"""Builds the guards that the settings ask for."""

from dataclasses import dataclass, field
from functools import lru_cache

from winnow.config import Settings
from winnow.llm.batching import Keep
from winnow.llm.calls import Guard
from winnow.llm.guards.breaker import Breaker, BreakerGuard
from winnow.llm.guards.budget import BudgetGuard, charged
from winnow.llm.guards.clock import Clock, SystemClock
from winnow.llm.guards.concurrency import ConcurrencyGuard, Window
from winnow.llm.guards.deadline import DeadlineGuard, InFlightGuard
from winnow.llm.guards.limits import parse_budgets, parse_rates
from winnow.llm.guards.rates import RateGuard
from winnow.llm.guards.retrying import Pauses, RetryGuard
from winnow.records.buckets import Buckets
from winnow.records.budgets import BudgetBook
from winnow.records.database import Database


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a process learnt of models and servers."""

    pauses: Pauses = field(default_factory=Pauses)
    breakers: dict[str, Breaker] = field(default_factory=dict)
    windows: dict[str, Window] = field(default_factory=dict)


def open_guards(
    settings: Settings, database: Database, batches: Guard | None = None
) -> tuple[Guard, ...]:
    """The guards, the outermost first; MisconfiguredError for budgets or limits that are none.

    A budget holds work before it waits for anything. Each try is admitted anew by breaker, window
    and limits. Services of one process share what was learnt, not the leases of rate limits.
    """
    return build_guards(settings, database, SystemClock(), _of_this_process(), batches)


def open_charge(settings: Settings, database: Database, keep: Keep) -> Keep:
    """Keeps answers out of batches, and charges the budgets for them where there are some."""
    budgets = parse_budgets(settings.budgets)
    return charged(keep, BudgetBook(database), budgets, SystemClock()) if budgets else keep


def build_guards(
    settings: Settings,
    database: Database,
    clock: Clock,
    learnt: Learnt,
    batches: Guard | None = None,
) -> tuple[Guard, ...]:
    """The same on a clock; without budgets and limits nothing asks the database."""
    budgets, rates = parse_budgets(settings.budgets), parse_rates(settings.model_limits)
    guards: list[Guard] = [DeadlineGuard(clock)]
    if budgets:
        guards.append(BudgetGuard(clock, BudgetBook(database), budgets))
    if batches is not None:
        guards.append(batches)
    guards += [
        RetryGuard(clock, learnt.pauses),
        BreakerGuard(clock, learnt.breakers),
        ConcurrencyGuard(clock, learnt.windows),
    ]
    if rates:
        guards.append(RateGuard(clock, Buckets(database), rates))
    return (*guards, InFlightGuard(clock))


@lru_cache
def _of_this_process() -> Learnt:
    return Learnt()
