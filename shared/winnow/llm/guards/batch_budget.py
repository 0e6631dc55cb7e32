"""Budgets of questions that wait for a batch: a day may pass between question and answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from winnow.contracts.usage import Usage
from winnow.llm.batching import DISCOUNT, BatchGuard, Keep
from winnow.llm.calls import Ask, Purpose, Question
from winnow.llm.guards.budget import held
from winnow.llm.guards.clock import Clock
from winnow.llm.guards.estimate import most
from winnow.llm.guards.limits import Budget
from winnow.llm.port import Filled, Form
from winnow.llm.served import Served
from winnow.records.budgets import BudgetBook, Exchange, Used

LONGEST: Final = timedelta(hours=25)  # the provider answers, or gives up, within 24


@dataclass(frozen=True, slots=True)
class BatchBudgetGuard:
    """Guard in front of batches: the most that an answer can cost is reserved until it comes.

    The question itself holds the reservation, so it outlasts the process. Asked for again, it is
    the same one.
    """

    clock: Clock
    book: BudgetBook
    budgets: tuple[Budget, ...]
    batches: BatchGuard

    async def around(self, question: Question[Form], ask: Ask[Form]) -> Filled[Form]:
        """Let the question into a batch, or raise HeldError for a budget that may not do for it."""
        if self.batches.takes(question):
            limits = {one.scope: one.usd for one in self.budgets if one.covers(question.purpose)}
            usd = _most(question) if limits else None
            if usd is not None:
                await self._reserve(question.id, limits, usd)
        return await self.batches.around(question, ask)

    def charging(self, keep: Keep) -> Keep:
        """The same for answers out of batches, and their budgets are charged for them.

        One that is fetched again, as after a kill, may be charged again: that exceeds no budget.
        """

        async def kept(answer: str, purpose: Purpose, body: dict[str, Any]) -> None:
            await keep(answer, purpose, body)
            usd = Usage.model_validate(body["usage"]).cost_usd or 0.0
            scopes = [one.scope for one in self.budgets if one.covers(purpose)]
            if scopes:
                await self._exchange(answer, [(scope, usd, 0.0, 0.0) for scope in scopes])

        return kept

    async def _reserve(self, answer: str, limits: Mapping[str, float], usd: float) -> None:
        asked = [(scope, 0.0, limit, usd) for scope, limit in limits.items()]
        refused = await self._exchange(answer, asked)
        if isinstance(refused, Used):
            raise held(refused, limits, usd)

    async def _exchange(
        self, answer: str, asked: list[tuple[str, float, float, float]]
    ) -> list[float] | Used:
        at: datetime = self.clock.now()
        day = at.date().isoformat()
        told = [
            Exchange(scope, day, spent=spent, keeps=0.0, limit=limit, needs=needs)
            for scope, spent, limit, needs in asked
        ]
        return await self.book.exchange(answer, told, at, at + LONGEST)


def _most(question: Question[Any]) -> float | None:
    """USD in a batch; None where no price is known."""
    if not isinstance(question.model, Served):
        return None
    usd, _ = question.model.price_of(most(question))
    return None if usd is None else usd * DISCOUNT
