"""Tries again in place what may pass in seconds; what needs longer is left to the bus."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from winnow.errors import UnreachableError
from winnow.llm.calls import Ask, Question
from winnow.llm.guards.breaker import BreakerOpenError
from winnow.llm.guards.clock import Clock
from winnow.llm.guards.deadline import pause
from winnow.llm.port import Filled, Form
from winnow.observability.logs import get_logger

log = get_logger(__name__)
TRIES: Final = 4
FIRST: Final = 0.5  # seconds; the longest pause after the first try, doubling
LONGEST: Final = 20.0  # seconds that are waited in place; whoever must wait longer goes to the bus
PASSING: Final = frozenset({408, 409, 425, 429})  # and everything from 500 on
Jitter = Callable[[float, float], float]


@dataclass
class Pauses:
    """Until when models asked us to leave them alone; one in a process."""

    until: dict[str, float] = field(default_factory=dict)  # by the model's name, clock seconds

    def ask_for(self, model: str, moment: float) -> None:
        """Leave the model alone until then."""
        self.until[model] = max(moment, self.until.get(model, moment))

    def left(self, model: str, moment: float) -> float:
        """Seconds that the model is still to be left alone."""
        return max(0.0, self.until.get(model, moment) - moment)


@dataclass(frozen=True, slots=True)
class RetryGuard:
    """Guard that asks up to TRIES times, with exponential back-off and full jitter.

    (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.) A Retry-After is
    kept by every call to the model. Answers that are no good, and errors that somebody must mend
    first (401, 402, 403, 404), are not tried again.
    """

    clock: Clock
    pauses: Pauses
    jitter: Jitter = random.uniform

    async def around(self, question: Question[Form], ask: Ask[Form]) -> Filled[Form]:
        """Ask until there is an answer; the last error when there is none."""
        for attempt in count(1):
            await self._keep_quiet(question)
            try:
                return await ask()
            except UnreachableError as error:
                if attempt == TRIES or not passes(question, error):
                    raise
                await self._wait(question, error, attempt)
        raise AssertionError  # count has no end

    async def _keep_quiet(self, question: Question[Any]) -> None:
        """Wait as long as the model asked for, and a little more so that not all come at once."""
        model = question.model.name
        while left := self.pauses.left(model, self.clock.seconds()):
            if left > LONGEST:
                raise UnreachableError(model, "asked to be left alone", left)
            await pause(question, self.clock, left + self.jitter(0.0, FIRST))

    async def _wait(self, question: Question[Any], error: UnreachableError, attempt: int) -> None:
        about = {"model": question.model.name, "attempt": attempt, "error": str(error)[:300]}
        if error.retry_after is not None:
            self.pauses.ask_for(question.model.name, self.clock.seconds() + error.retry_after)
        seconds = self.jitter(0.0, min(LONGEST, FIRST * 2.0 ** (attempt - 1)))
        log.info("asked again", pause=round(seconds, 2), retry_after=error.retry_after, **about)
        await pause(question, self.clock, seconds)


def passes(question: Question[Any], error: UnreachableError) -> bool:
    """Whether the model's server may answer in seconds.

    No status is a connection that failed. What another dependency says (a database that holds
    limits or budgets) is not the model's.
    """
    if error.what != question.model.name or isinstance(error, BreakerOpenError):
        return False
    return error.status is None or error.status in PASSING or error.status >= 500
