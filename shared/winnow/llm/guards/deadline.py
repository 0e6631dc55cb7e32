"""Deadlines: a wait that would last beyond one is given up, a call that is under way is not.

An answer that is under way is paid for, so it is waited for and kept. Waiting anew after the
deadline would not bring the answer in time either: the question counts as unanswered (`late`), and
the document goes on to a person without the model's part.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from winnow.errors import UnfillableError
from winnow.leaving import paying, waiting
from winnow.llm.calls import Ask, Question
from winnow.llm.guards.clock import Clock
from winnow.llm.port import Filled, Form


@dataclass(frozen=True, slots=True)
class DeadlineGuard:
    """Guard that asks nothing after the deadline."""

    clock: Clock

    async def around(self, question: Question[Form], ask: Ask[Form]) -> Filled[Form]:
        """Ask; UnfillableError `late` if it is too late for that."""
        seconds_left(question, self.clock)
        return await ask()


@dataclass(frozen=True, slots=True)
class InFlightGuard:
    """The innermost guard: from here on it is paid for, and a process that ends waits for it."""

    clock: Clock

    async def around(self, question: Question[Form], ask: Ask[Form]) -> Filled[Form]:
        """Ask, unless it has become too late or the process is about to end."""
        seconds_left(question, self.clock)
        with paying():
            return await ask()


def seconds_left(question: Question[Any], clock: Clock) -> float | None:
    """Seconds until the deadline, None without one; UnfillableError `late` after it."""
    deadline = question.purpose.deadline
    if deadline is None:
        return None
    left = (deadline - clock.now()).total_seconds()
    if left <= 0:
        raise late(question)
    return left


async def pause(question: Question[Any], clock: Clock, seconds: float) -> None:
    """Wait so long; UnfillableError `late` at once if that would be too long."""
    left = seconds_left(question, clock)
    if left is not None and seconds >= left:
        raise late(question)
    with waiting():
        await clock.sleep(seconds)


async def in_time(
    question: Question[Any],
    clock: Clock,
    wait: Callable[[], Coroutine[Any, Any, None]],
    undo: Callable[[], None] = lambda: None,
) -> None:
    """Wait for it; UnfillableError `late` if the deadline comes first.

    A wait that is given up is cancelled; `undo` is called if it had just come to its end.
    """
    left = seconds_left(question, clock)
    with waiting():
        if left is None:
            await wait()
            return
        waited, alarm = asyncio.create_task(wait()), asyncio.create_task(clock.sleep(left))
        try:
            await asyncio.wait({waited, alarm}, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            if waited.done() and not waited.cancelled() and waited.exception() is None:
                undo()
            raise
        finally:
            waited.cancel()
            alarm.cancel()
        if not waited.done():
            raise late(question)
        waited.result()


def late(question: Question[Any]) -> UnfillableError:
    """The answer would come too late."""
    return UnfillableError("late", f"{question.model.name} could not be asked in time")
