"""No tenant or recipe costs more in a day than the operator gave it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from winnow.errors import HeldError
from winnow.llm.calls import Ask, Question
from winnow.llm.guards.clock import Clock
from winnow.llm.guards.estimate import most
from winnow.llm.guards.limits import Budget
from winnow.llm.guards.purse import IDLE, Purse
from winnow.llm.port import Filled, Form
from winnow.llm.served import Served
from winnow.llm.unfilled import UnfilledError
from winnow.observability.logs import get_logger
from winnow.records.budgets import Used

log = get_logger(__name__)
LOOK_AGAIN: Final = 60.0  # seconds; so soon a raised limit is noticed


@dataclass(frozen=True, slots=True)
class BudgetGuard:
    """Guard that reserves the most a call can cost, and settles what it did cost.

    So the budgets of a day are never exceeded, however many replicas call at once, unless a
    provider charges more than the most. A call whose price is not known reserves nothing.
    """

    clock: Clock
    purse: Purse
    budgets: tuple[Budget, ...]
    warned: set[str] = field(default_factory=set)

    async def around(self, question: Question[Form], ask: Ask[Form]) -> Filled[Form]:
        """Ask, or raise HeldError when what is left of a budget may not do for it."""
        limits = {one.scope: one.usd for one in self.budgets if one.covers(question.purpose)}
        usd = self._most(question) if limits else None
        if usd is None:
            return await ask()
        day = self.clock.now().date().isoformat()
        spent = await self.purse.take(limits, day, usd)
        if spent is not None:
            raise held(spent, limits, usd)
        cost = 0.0
        try:
            filled = await ask()
            cost = filled.usage.cost_usd or 0.0
        except UnfilledError as error:
            cost = error.usage.cost_usd or 0.0
            raise
        finally:
            self.purse.settle(tuple(limits), day, usd, cost)
        return filled

    def _most(self, question: Question[Any]) -> float | None:
        """USD; None for a model that costs nothing, or whose price nobody knows."""
        model = question.model
        if not isinstance(model, Served):
            return None
        usd, _ = model.price_of(most(question))
        if usd is None and model.name not in self.warned:
            self.warned.add(model.name)
            log.warning("no price is known: no budget holds this model", model=model.name)
        return usd


def held(used: Used, limits: Mapping[str, float], usd: float) -> HeldError:
    """The error of a call that must wait; not for long where calls under way may leave enough."""
    limit = limits[used.scope]
    why = (
        f"of {limit:g} USD for today {used.spent:.4f} are spent and "
        f"{max(0.0, used.reserved):.4f} reserved; the next call may cost {usd:.4f}"
    )
    wait = IDLE if used.spent + usd <= limit else LOOK_AGAIN
    return HeldError("budget", used.scope, why, wait)
