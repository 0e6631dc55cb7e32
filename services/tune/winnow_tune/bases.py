"""Whether the base of who answers is still the one that it was tuned and judged on."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from winnow.background import Background
from winnow.contracts.tuning import Serving
from winnow.errors import WinnowError
from winnow.observability.logs import get_logger
from winnow.records.tuning_runs import TuningRuns
from winnow_tune.acting import Acts

log = get_logger(__name__)
DAY: Final = 86_400.0  # seconds between two looks
SOON: Final = 300.0  # seconds until the next, where one failed

Strangers = Sequence[tuple[Serving, str]]


class Bases(Background):
    """Looks at the start and every day; adapters of another base leave, and new ones are trained.

    `strangers` finds who is served with a base that has another hash by now, and says how; what
    was calibrated on a base that changed is void when it returns.
    """

    name = "tune-bases"

    def __init__(
        self, strangers: Callable[[], Awaitable[Strangers]], acts: Acts, runs: TuningRuns
    ) -> None:
        self._strangers = strangers
        self._acts = acts
        self._runs = runs

    async def look(self) -> None:
        """Look once. A kill in between leaves what the next look finds again."""
        for now, why in await self._strangers():
            log.error("base changed", recipe=now.recipe, task=now.task, why=why)
            await self._runs.queue(now.recipe, now.task, "base_changed", why)
            await self._acts.retire(now, why)

    async def _run(self) -> None:
        while True:
            pause = DAY
            try:
                await self.look()
            except WinnowError as error:
                log.warning("look at the bases failed", error=str(error))
                pause = SOON
            await asyncio.sleep(pause)
