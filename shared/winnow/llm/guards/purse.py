"""Money that a process holds ready, so that not every call costs a transaction."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import uuid4

from winnow.errors import UnreachableError
from winnow.leaving import finishing, waiting
from winnow.llm.guards.clock import Clock
from winnow.observability.logs import get_logger
from winnow.records.budgets import ROUNDING, BudgetBook, Exchange, Used

log = get_logger(__name__)
READY: Final = 0.01  # of a day's limit that is reserved beyond what is needed
TELL: Final = 0.2  # seconds until what was spent is told
IDLE: Final = 5.0  # seconds until what is not needed is given back
DEAD: Final = timedelta(minutes=1)  # without news of a process, what it holds is free again
Place = tuple[str, str]  # scope and day


@dataclass(slots=True)
class Pocket:
    """USD of one scope and day: reserved with the book, of that in calls under way, spent since.

    `ready` is what may lie here unused while there are calls.
    """

    reserved: float = 0.0
    under_way: float = 0.0
    spent: float = 0.0
    ready: float = 0.0

    @property
    def free(self) -> float:
        return self.reserved - self.under_way - self.spent

    @property
    def empty(self) -> bool:
        return max(self.reserved, self.under_way, self.spent) < ROUNDING


class Purse:
    """Reserves by the book what calls may cost, some in advance, and tells it what they did cost.

    A process that is killed leaves what it spent in its last moments (TELL) untold, and what it
    holds reserved until it counts as DEAD.
    """

    def __init__(self, book: BudgetBook, clock: Clock) -> None:
        self._book = book
        self._clock = clock
        self._holder = str(uuid4())
        self._pockets: dict[Place, Pocket] = {}
        self._turn = asyncio.Lock()
        self._tending: asyncio.Task[None] | None = None

    async def take(self, limits: Mapping[str, float], day: str, usd: float) -> Used | None:
        """Reserve for a call in all scopes, by their limits; what is used of one that is spent."""
        while any(self._pocket(scope, day).free < usd for scope in limits):
            async with self._turn:
                short = [
                    self._asked((scope, day), limit, usd - pocket.free)
                    for scope, limit in limits.items()
                    if (pocket := self._pocket(scope, day)).free < usd
                ]
                refused = await self._exchange(short) if short else None
                if refused is not None:
                    return refused
        for scope, limit in limits.items():
            pocket = self._pocket(scope, day)
            pocket.under_way += usd
            pocket.ready = READY * limit + usd
        self._see_to_it()
        return None

    def settle(self, scopes: Sequence[str], day: str, usd: float, cost: float) -> None:
        """The call for which so much was taken is over and did cost this; 0: it was not paid."""
        for scope in scopes:
            pocket = self._pocket(scope, day)
            pocket.under_way -= usd
            pocket.spent += cost
        self._see_to_it()

    async def close(self) -> None:
        """Tell all, and give back what no call needs."""
        async with self._turn:  # so nothing is cut off in the middle of a transaction
            if self._tending is not None:
                self._tending.cancel()
            await self._tell(keep=False)

    def _see_to_it(self) -> None:
        if self._tending is None or self._tending.done():
            self._tending = asyncio.create_task(self._tend(), name="purse")

    async def _tend(self) -> None:
        """Tell what was spent, soon; then give back what nobody needs, and say that we live."""
        while self._pockets:
            try:
                if any(pocket.spent > ROUNDING for pocket in self._pockets.values()):
                    with finishing():
                        await self._clock.sleep(TELL)
                        async with self._turn:
                            await self._tell(keep=True)
                else:
                    with waiting():
                        await self._clock.sleep(IDLE)
                    async with self._turn:
                        await self._tell(keep=False)
            except UnreachableError as error:
                log.warning("costs are told later", error=str(error))
                await self._clock.sleep(IDLE)

    async def _tell(self, *, keep: bool) -> None:
        for pocket in self._pockets.values():
            pocket.reserved -= max(0.0, pocket.free - pocket.ready * keep)
        await self._exchange([self._asked(place) for place in self._pockets])
        self._pockets = {place: one for place, one in self._pockets.items() if not one.empty}

    async def _exchange(self, asked: Sequence[Exchange]) -> Used | None:
        at = self._clock.now()
        answer = await self._book.exchange(self._holder, asked, at, at + DEAD)
        taken = [0.0] * len(asked) if isinstance(answer, Used) else answer
        for one, more in zip(asked, taken, strict=True):
            pocket = self._pocket(one.scope, one.day)
            pocket.spent -= one.spent
            pocket.reserved = one.keeps + more
        return answer if isinstance(answer, Used) else None

    def _asked(self, place: Place, limit: float = 0.0, needs: float = 0.0) -> Exchange:
        pocket = self._pockets[place]
        keeps = pocket.reserved - pocket.spent
        return Exchange(*place, pocket.spent, keeps, limit, needs, READY * limit)

    def _pocket(self, scope: str, day: str) -> Pocket:
        return self._pockets.setdefault((scope, day), Pocket())
