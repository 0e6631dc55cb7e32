"""Of equal questions at once one is asked, in this process and in all others.

Here the others wait for the first (as Go's singleflight does), elsewhere for its row's lease.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from winnow.errors import UnreachableError
from winnow.leaving import waiting
from winnow.observability.logs import get_logger
from winnow.records.port import AnswerStore, Kept, Turn, Use

log = get_logger(__name__)
FIRST_LOOK: Final = 0.02  # seconds until we look whether another process has landed
LONGEST: Final = 1.0  # seconds between two looks


class Flights:
    """Whose turn it is to ask. Flights of ours are renewed as long as one is in the air."""

    def __init__(self, store: AnswerStore) -> None:
        self._store = store
        self._flying: dict[str, asyncio.Future[UnreachableError | None]] = {}
        self._renewing: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def of(self, use: Use) -> AsyncIterator[Kept | None]:
        """The answer if one is kept; None if the block shall ask for it and keep it.

        Others who ask the same wait meanwhile. Where the model cannot be asked, they are told so
        too: else each would find that out by itself, one after the other.
        """
        kept = await self._wait(use)
        if kept is not None:
            yield kept
            return
        flight = self._flying[use.answer] = asyncio.get_running_loop().create_future()
        try:
            async with self._turn(use) as kept:
                yield kept
        except UnreachableError as error:
            flight.set_result(error)
            raise
        finally:
            del self._flying[use.answer]
            if not flight.done():
                flight.set_result(None)

    async def _wait(self, use: Use) -> Kept | None:
        """Wait for those who ask the same in this process; None if it is our turn."""
        while flight := self._flying.get(use.answer):
            error = await asyncio.shield(flight)
            if error is not None:
                raise error.with_traceback(None)
            kept = await self._store.recall(use)
            if kept is not None:
                return kept
        return None

    @asynccontextmanager
    async def _turn(self, use: Use) -> AsyncIterator[Kept | None]:
        """Wait for those who ask the same in other processes."""
        taken = await self._store.take_off(use)
        pause = FIRST_LOOK
        while taken is Turn.THEIRS:
            with waiting():
                await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST)
            if await self._store.landed(use.answer):
                taken = await self._store.take_off(use)
        if isinstance(taken, Kept):
            yield taken
            return
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.create_task(self._renew(), name="flights")
        try:
            yield None
        except BaseException:
            await asyncio.shield(self._give_up(use.answer))
            raise

    async def _give_up(self, answer: str) -> None:
        try:
            await self._store.give_up(answer)
        except UnreachableError as error:  # then its lease runs out
            log.warning("a flight stays behind", error=str(error))

    async def _renew(self) -> None:
        await asyncio.sleep(self._store.renewal)
        while self._flying:
            try:
                await self._store.renew()
            except UnreachableError as error:
                log.warning("flights are not renewed", error=str(error))
            await asyncio.sleep(self._store.renewal)
