"""One answer is written at a time; so many may wait, and who hangs up is not answered."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result")
LOOK = 0.1  # seconds between two looks whether somebody is still there


class FullError(Exception):
    """As many wait as may."""


class GoneError(Exception):
    """Who asked is not there any more."""


class Caller(Protocol):
    """Whoever asked."""

    async def is_disconnected(self) -> bool:
        """Whether they hung up."""
        ...


class Line:
    """Those who are answered or wait; `most` of them."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.standing = 0

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Stand in line; FullError where there is no room."""
        if self.standing >= self.most:
            raise FullError
        self.standing += 1
        try:
            yield
        finally:
            self.standing -= 1


async def while_there(caller: Caller, work: Coroutine[Any, Any, Result]) -> Result:
    """The result of the work, which is cancelled when the caller goes: GoneError then."""
    task = asyncio.ensure_future(work)
    try:
        while not task.done():
            await asyncio.wait({task}, timeout=LOOK)
            if not task.done() and await caller.is_disconnected():
                raise GoneError
        return task.result()
    finally:
        task.cancel()
