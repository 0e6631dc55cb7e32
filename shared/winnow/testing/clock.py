"""A clock on which nobody waits for real."""

import asyncio
import heapq
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Final

START: Final = datetime(2026, 1, 1, tzinfo=UTC)
TURNS: Final = 20  # of the event loop, in which everybody else does what can be done at once


class ManualClock:
    """Time passes when everybody sleeps, and then as far as the first one wakes; or by `advance`.

    `slept` holds the seconds of every sleep, in order. Work in other threads (a database) is not
    waited for: time may pass meanwhile.
    """

    def __init__(self) -> None:
        self.slept: list[float] = []
        self._passed = 0.0
        self._alarms: list[tuple[float, int]] = []
        self._numbers = count()

    def now(self) -> datetime:
        return START + timedelta(seconds=self._passed)

    def seconds(self) -> float:
        return self._passed

    def advance(self, seconds: float) -> None:
        """Let so much time pass at once."""
        self._passed += seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        alarm = (self._passed + max(0.0, seconds), next(self._numbers))
        heapq.heappush(self._alarms, alarm)
        try:
            while True:
                for _ in range(TURNS):
                    await asyncio.sleep(0)
                    if self._passed >= alarm[0]:
                        return
                if self._alarms[0] == alarm:
                    self._passed = max(self._passed, alarm[0])
        finally:
            self._alarms.remove(alarm)
            heapq.heapify(self._alarms)
