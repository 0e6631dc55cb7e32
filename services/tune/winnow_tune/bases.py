"""Whether the base of a champion is still the one that it was tuned and judged on."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from winnow.background import Background
from winnow.contracts.tuning import Task
from winnow.errors import WinnowError
from winnow.observability.logs import get_logger

log = get_logger(__name__)
DAY: Final = 86_400.0  # seconds between two looks
SOON: Final = 60.0  # seconds until the next, where one failed

Changed = Mapping[tuple[str, Task], str]


class Bases(Background):
    """Looks at the start and every day; `changed` says of which recipe and task, and how.

    `check` finds the champions whose base has another hash, or whose provider names another model,
    and makes their calibrations void.
    """

    name = "tune-bases"

    def __init__(self, check: Callable[[], Awaitable[Changed]]) -> None:
        self._check = check
        self.changed: Changed = {}

    async def look(self) -> None:
        """Look once."""
        self.changed = await self._check()
        for (recipe, task), why in self.changed.items():
            log.error("base changed", recipe=recipe, task=task, why=why)

    async def _run(self) -> None:
        while True:
            pause = DAY
            try:
                await self.look()
            except WinnowError as error:
                log.warning("look at the bases failed", error=str(error))
                pause = SOON
            await asyncio.sleep(pause)
