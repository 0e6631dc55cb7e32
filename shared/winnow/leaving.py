"""The end of a process: what only waits ends at once, what is paid for is brought home."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any


class Leaving:
    """Whether a process is about to end, and what of its work may be cut short.

    Tasks learn of it by their context: who starts work calls `bind` first, and neither services
    nor libraries hand it on. Outside such a task nothing is ever cut short.
    """

    def __init__(self) -> None:
        self.begun = False
        self._waiting: set[asyncio.Task[Any]] = set()
        self._paying = 0
        self._home = asyncio.Event()
        self._home.set()

    def bind(self) -> None:
        """Let this task, and all that it starts from now on, heed it."""
        _ours.set(self)

    def begin(self) -> None:
        """Cancel what waits. From now on nobody begins to wait or to pay."""
        self.begun = True
        for task in tuple(self._waiting):
            task.cancel()

    async def settled(self, grace: float) -> None:
        """Return when nothing is being paid for any more, or after so many seconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._home.wait(), grace)

    @contextmanager
    def _waits(self) -> Iterator[None]:
        self._refuse()
        task = asyncio.current_task()
        assert task is not None
        self._waiting.add(task)
        try:
            yield
        finally:
            self._waiting.discard(task)

    @contextmanager
    def _pays(self) -> Iterator[None]:
        self._refuse()
        self._paying += 1
        self._home.clear()
        try:
            yield
        finally:
            self._paying -= 1
            if not self._paying:
                self._home.set()

    def _refuse(self) -> None:
        if self.begun:
            raise asyncio.CancelledError


_ours: ContextVar[Leaving | None] = ContextVar("leaving", default=None)


@contextmanager
def waiting() -> Iterator[None]:
    """Around a wait: CancelledError as soon as the process is about to end."""
    leaving = _ours.get()
    if leaving is None:
        yield
        return
    with leaving._waits():  # noqa: SLF001  (its other half)
        yield


@contextmanager
def paying() -> Iterator[None]:
    """Around what costs money: the process waits for its end; CancelledError if it is leaving."""
    leaving = _ours.get()
    if leaving is None:
        yield
        return
    with leaving._pays():  # noqa: SLF001
        yield
