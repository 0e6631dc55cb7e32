"""How many calls a model gets at once: learnt from what it refuses.

Additive increase, multiplicative decrease (D.-M. Chiu, R. Jain, 1989; as TCP has it): one more for
each full round of answers, half as many when the model says that it is too much, once a round.
"""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Final

from winnow.errors import UnreachableError
from winnow.llm.calls import Ask, Question
from winnow.llm.guards.clock import Clock
from winnow.llm.guards.deadline import in_time
from winnow.llm.port import Filled, Form
from winnow.observability import metrics

START: Final = 64.0
LEAST: Final = 1.0
MOST: Final = 512.0
TOO_MUCH: Final = frozenset({408, 429, 529})  # a time-out counts as 408


@dataclass
class Window:
    """How many calls to one model may be under way; who waits is served in order."""

    model: str
    limit: float = START
    under_way: int = 0
    cut_at: float = float("-inf")
    queue: deque[asyncio.Future[None]] = field(default_factory=deque)

    async def enter(self) -> None:
        """Wait for a place."""
        if self.under_way < int(self.limit) and not self.queue:
            self.under_way += 1
            return
        place = asyncio.get_running_loop().create_future()
        self.queue.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():  # the place had just become ours
                self.leave()
            raise

    def leave(self) -> None:
        """Give the place to the next."""
        self.under_way -= 1
        self._admit()

    def grow(self) -> None:
        """An answer came; with all places taken, one more is worth a try."""
        if self.under_way >= int(self.limit):
            self._set(min(MOST, self.limit + 1 / self.limit))
            self._admit()

    def cut(self, started: float, moment: float) -> None:
        """The model said that it is too much, of a call that started then."""
        if started >= self.cut_at:
            self.cut_at = moment
            self._set(max(LEAST, self.limit / 2))

    def _admit(self) -> None:
        while self.queue and self.under_way < int(self.limit):
            place = self.queue.popleft()
            if not place.done():
                self.under_way += 1
                place.set_result(None)

    def _set(self, limit: float) -> None:
        self.limit = limit
        metrics.CONCURRENCY.labels(self.model).set(int(limit))


@dataclass(frozen=True, slots=True)
class ConcurrencyGuard:
    """Guard that keeps calls waiting beyond a model's window; one window a model and process."""

    clock: Clock
    windows: dict[str, Window]

    async def around(self, question: Question[Form], ask: Ask[Form]) -> Filled[Form]:
        """Ask when there is a place."""
        window = self._window(question)
        await in_time(question, self.clock, window.enter, undo=window.leave)
        started = self.clock.seconds()
        try:
            filled = await ask()
            window.grow()
        except UnreachableError as error:
            if error.status in TOO_MUCH:
                window.cut(started, self.clock.seconds())
            raise
        finally:
            window.leave()
        return filled

    def _window(self, question: Question[Any]) -> Window:
        model = question.model.name
        if model not in self.windows:
            self.windows[model] = Window(model)
            metrics.CONCURRENCY.labels(model).set(int(START))
        return self.windows[model]
