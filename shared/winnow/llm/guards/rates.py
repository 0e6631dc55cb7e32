"""No more requests and tokens a minute than a model's limits, whoever of us asks."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from winnow.contracts.usage import Usage
from winnow.errors import UnreachableError
from winnow.llm.calls import Ask, Question
from winnow.llm.guards.clock import Clock
from winnow.llm.guards.deadline import in_time, pause
from winnow.llm.guards.estimate import tokens_at_most
from winnow.llm.guards.limits import Rate
from winnow.llm.port import Filled, Form
from winnow.llm.unfilled import UnfilledError
from winnow.records.buckets import Buckets, Draw

LEASES: Final = 60.0  # a minute's limit is taken in so many leases at the least
MINUTE: Final = 60.0
SHORTEST: Final = 0.001  # seconds of a wait; clocks know no fractions of microseconds
LONGEST: Final = 0.25  # until somebody may have given back what was not used


@dataclass
class Allowance:
    """What this process may use of one model's limits without asking again.

    It takes leases of a sixtieth of a minute's limit from the buckets that all replicas share, so
    that not every call costs a transaction. Bucket and lease are of one size: in any minute all
    replicas together use at most the limit, and a lease for the bucket and each replica besides.
    """

    model: str
    limits: Mapping[str, float]  # a minute, by kind
    left: dict[str, float] = field(default_factory=dict)
    back: dict[str, float] = field(default_factory=dict)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)  # serves who waits in order

    async def take(
        self, question: Question[Any], wants: Mapping[str, float], buckets: Buckets, clock: Clock
    ) -> None:
        """Wait until the question may use so much of each kind, and use it.

        Turns and pauses are cut short, transactions are not.
        """
        await in_time(question, clock, self.turn.acquire, undo=self.turn.release)
        try:
            while short := self._short(wants):
                drawn = await buckets.draw(self.model, short, clock.now())
                for kind, draw in short.items():
                    self.back[kind] = self.back.get(kind, 0.0) - draw.back
                    self.left[kind] = self.left.get(kind, 0.0) + drawn.taken.get(kind, 0.0)
                if drawn.wait:
                    await pause(question, clock, min(max(drawn.wait, SHORTEST), LONGEST))
            for kind in self.limits:
                self.left[kind] -= wants[kind]
        finally:
            self.turn.release()

    def correct(self, kind: str, used_less: float) -> None:
        """Give back what was taken too much, or owe it; more than a lease goes to the bucket."""
        if kind in self.limits:
            left = self.left[kind] + used_less
            self.left[kind] = min(left, self._lease(kind))
            self.back[kind] = self.back.get(kind, 0.0) + left - self.left[kind]

    def _short(self, wants: Mapping[str, float]) -> dict[str, Draw]:
        missing = {kind: wants[kind] - self.left.get(kind, 0.0) for kind in self.limits}
        return {
            kind: Draw(
                amount=need,
                more=max(0.0, self._lease(kind) - need),
                per_second=self.limits[kind] / MINUTE,
                size=self._lease(kind),
                back=self.back.get(kind, 0.0),
            )
            for kind, need in missing.items()
            if need > 0
        }

    def _lease(self, kind: str) -> float:
        return max(1.0, self.limits[kind] / LEASES)


class RateGuard:
    """Guard that waits until the model's limits allow the call; models without limits pass.

    A call takes the tokens that it may need at the most, and gives back what it did not use.
    """

    def __init__(self, clock: Clock, buckets: Buckets, rates: Mapping[str, Rate]) -> None:
        self._clock = clock
        self._buckets = buckets
        self._allowances = {
            model: Allowance(model, limits)
            for model, rate in rates.items()
            if (limits := _limits(rate))
        }

    async def around(self, question: Question[Form], ask: Ask[Form]) -> Filled[Form]:
        """Ask when it is allowed."""
        allowance = self._allowances.get(question.model.name)
        if allowance is None:
            return await ask()
        most = tokens_at_most(question)
        wants = {"requests": 1, "tokens": most}
        await allowance.take(question, wants, self._buckets, self._clock)
        try:
            filled = await ask()
        except UnfilledError as error:
            allowance.correct("tokens", most - _tokens(error.usage))
            raise
        except UnreachableError:  # nothing was read, but it was a request
            allowance.correct("tokens", most)
            raise
        allowance.correct("tokens", most - _tokens(filled.usage))
        return filled


def _limits(rate: Rate) -> dict[str, float]:
    told = {"requests": rate.requests, "tokens": rate.tokens}
    return {kind: float(limit) for kind, limit in told.items() if limit is not None}


def _tokens(usage: Usage) -> int:
    cached = usage.cache_read_tokens + usage.cache_write_tokens
    return usage.input_tokens + usage.output_tokens + cached
