"""Small writes of one process made together: one transaction, one wait for the disk."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, TypeVar

from winnow.errors import UnreachableError

Work = TypeVar("Work")
Made = TypeVar("Made")
MOST: Final = 100  # pieces of work in a group


class Grouped(Generic[Work, Made]):
    """Hands pieces of work in groups to `run`: what comes while a group runs is the next one.

    Alone, a piece waits for nobody. A piece that was handed over is done even if its caller is
    cancelled. Where a group fails, each of it is tried alone, so that only the culprit fails; not
    where the database does not answer.
    """

    def __init__(self, run: Callable[[Sequence[Work]], Awaitable[Sequence[Made]]]) -> None:
        self._run = run
        self._waiting: list[tuple[Work, asyncio.Future[Made]]] = []
        self._task: asyncio.Task[None] | None = None

    async def do(self, work: Work) -> Made:
        """What `run` made of the work; what it raised is raised."""
        future: asyncio.Future[Made] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._drain(), name="grouped writes")
        return await future

    async def _drain(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            await self._try(group)

    async def _try(self, group: list[tuple[Work, asyncio.Future[Made]]]) -> None:
        try:
            made = await self._run([work for work, _ in group])
        except Exception as error:  # noqa: BLE001  (each is told what became of its own)
            if len(group) > 1 and not isinstance(error, UnreachableError):
                for one in group:
                    await self._try([one])
                return
            for _, future in group:
                if not future.done():
                    future.set_exception(error)
            return
        for (_, future), outcome in zip(group, made, strict=True):
            if not future.done():
                future.set_result(outcome)
