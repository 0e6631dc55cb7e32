"""How far a step of a tuning is."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Told = Callable[[str, Any], None]  # the step's name, and how far it is


def quiet(_step: str, _progress: Any) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Far:
    """So many of so many are done; `left` is in seconds, as it went so far."""

    done: int
    total: int
    left: float | None = None


class Counted:
    """Counts what is done of a step, and tells it."""

    def __init__(
        self, step: str, total: int, told: Told, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._step = step
        self._total = total
        self._told = told
        self._seconds = seconds
        self._begun = seconds()
        self._done = 0

    def add(self, more: int = 1) -> None:
        """So many more are done."""
        self._done += more
        spent = self._seconds() - self._begun
        left = spent / self._done * max(self._total - self._done, 0)
        self._told(self._step, Far(self._done, self._total, left))
