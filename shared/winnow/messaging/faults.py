"""Stops a service that buries most of what it gets for faults of its own."""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from winnow.errors import MisconfiguredError

REMEMBERED: Final = 20  # the last events of a handler
MOST: Final = 0.5  # share of them that may be faults of ours


@dataclass(slots=True)
class Faults:
    """What became of a handler's last events."""

    _last: deque[bool] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def note(self, *, ours: bool) -> None:
        """Note an ending; before a fault that makes it too many, raise MisconfiguredError.

        A bad file or event is its sender's fault and does not count.
        """
        if ours and len(self._last) == REMEMBERED and sum(self._last) >= MOST * REMEMBERED:
            raise MisconfiguredError(
                f"{sum(self._last)} of the last {REMEMBERED} events met internal errors; their "
                "stacks are in the dead letters: `winnow dead-letters list --reason internal_error`"
            )
        self._last.append(ours)
