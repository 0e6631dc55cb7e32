"""No tenant or recipe costs more in a day than the operator gave it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from winnow.contracts.usage import Usage
from winnow.errors import HeldError, UnreachableError, WinnowError
from winnow.llm.batching import Keep
from winnow.llm.calls import Ask, Purpose, Question
from winnow.llm.guards.clock import Clock
from winnow.llm.guards.estimate import most
from winnow.llm.guards.limits import Budget
from winnow.llm.port import Filled, Form
from winnow.llm.served import Served
from winnow.llm.unfilled import UnfilledError
from winnow.observability.logs import get_logger
from winnow.records.budgets import BudgetBook, Cost, Used

log = get_logger(__name__)
LOOK_AGAIN: Final = 60.0  # seconds; so soon a raised limit is noticed
CALLS_END: Final = 5.0  # seconds, where there is enough once calls under way have been settled
# All tries of a call and the pauses between them take less; who has not settled then is dead
LONGEST: Final = timedelta(minutes=20)
WAITING: Final = timedelta(hours=25)  # in a batch, whose answers come within 24


@dataclass(frozen=True, slots=True)
class BudgetGuard:
    """Guard that reserves the most a call can cost, and settles what it did cost.

    So the budgets of a day are never exceeded, however many replicas call at once, unless a
    provider charges more than the most. A call whose price is not known reserves nothing.
    """

    clock: Clock
    book: BudgetBook
    budgets: tuple[Budget, ...]
    unsettled: list[Cost] = field(default_factory=list)
    warned: set[str] = field(default_factory=set)

    async def around(self, question: Question[Form], ask: Ask[Form]) -> Filled[Form]:
        """Ask, or raise HeldError when what is left of a budget may not do for it."""
        limits = {one.scope: one.usd for one in self.budgets if one.covers(question.purpose)}
        if not limits:
            return await ask()
        usd = self._most(question)
        if usd is None:
            return await ask()
        call, at = question.id, self.clock.now()
        until = at + (WAITING if question.purpose.may_wait else LONGEST)
        await self._reserve(call, usd, limits, at, until)
        try:
            filled = await ask()
        except HeldError:  # a batch answers it: until then the most that it may cost is reserved
            raise
        except WinnowError as error:
            usage = error.usage if isinstance(error, UnfilledError) else None
            await self._settle(_cost(call, usage, limits, at))
            raise
        await self._settle(_cost(call, filled.usage, limits, at))
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

    async def _reserve(
        self,
        call: str,
        usd: float,
        limits: Mapping[str, float],
        at: datetime,
        until: datetime,
    ) -> None:
        if self.unsettled:
            await self._write()
        spent = await self.book.reserve(call, usd, limits, at, until)
        if spent is not None:
            enough = spent.spent + usd <= limits[spent.scope]
            wait = CALLS_END if enough else LOOK_AGAIN
            raise HeldError("budget", spent.scope, _why(spent, limits, usd), wait)

    async def _settle(self, cost: Cost) -> None:
        """Write the cost down; what a database that is away does not take is written later.

        The answer is paid for: no trouble here may lose it.
        """
        self.unsettled.append(cost)
        try:
            await self._write()
        except UnreachableError as error:
            log.warning("costs are settled later", calls=len(self.unsettled), error=str(error))

    async def _write(self) -> None:
        """Settle what is not settled; calls that end at once share a transaction."""
        costs = tuple(self.unsettled)
        self.unsettled.clear()
        try:
            await self.book.settle(costs)
        except BaseException:
            self.unsettled.extend(costs)
            raise


def charged(keep: Keep, book: BudgetBook, budgets: Sequence[Budget], clock: Clock) -> Keep:
    """The same for answers out of batches, and what they cost is settled.

    One that is fetched again, as after a kill, may be settled again: no budget is exceeded by that.
    """

    async def kept(answer: str, purpose: Purpose, body: dict[str, Any]) -> None:
        await keep(answer, purpose, body)
        scopes = [one.scope for one in budgets if one.covers(purpose)]
        usage = Usage.model_validate(body["usage"])
        await book.settle([_cost(answer, usage, scopes, clock.now())])

    return kept


def _cost(call: str, usage: Usage | None, scopes: Iterable[str], at: datetime) -> Cost:
    usd = usage.cost_usd if usage is not None else None
    return Cost(call, usd or 0.0, tuple(scopes), at.date().isoformat())


def _why(used: Used, limits: Mapping[str, float], usd: float) -> str:
    return (
        f"of {limits[used.scope]:g} USD for today {used.spent:.4f} are spent and "
        f"{max(0.0, used.reserved):.4f} reserved; the next call may cost {usd:.4f}"
    )
