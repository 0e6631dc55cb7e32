"""Work that goes on beside all else while a service runs."""

import asyncio
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import ClassVar


class Background(ABC):
    """Runs `_run` from `start` to `stop`; `name` is its task's."""

    name: ClassVar[str]
    _task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name=self.name)

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    @abstractmethod
    async def _run(self) -> None:
        """Go on until cancelled."""
