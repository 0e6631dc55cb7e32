"""Who answers, as it was last read from where it is written down."""

import asyncio
import hashlib
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Final, Protocol

from winnow.contracts.tuning import Serving, Task
from winnow.errors import UnreachableError
from winnow.observability.logs import get_logger

log = get_logger(__name__)
FRESH: Final = 0.5  # seconds for which what was read is taken to stand


class ServingSource(Protocol):
    """Where it is written down who answers a task of a recipe."""

    async def current(self, recipe: str, task: Task) -> Serving | None:
        """Who answers now; None: nobody was named. UnreachableError if it cannot be read."""
        ...


class Nobody:
    """ServingSource where nobody was ever named, as before there is a database."""

    async def current(self, recipe: str, task: Task) -> Serving | None:  # noqa: ARG002
        """None."""
        return None


class Pointers:
    """Reads each pointer again when a document needs one that is older than FRESH seconds.

    Where it cannot be read, the last one known stands.
    """

    def __init__(
        self, source: ServingSource, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._source = source
        self._seconds = seconds
        self._known: dict[tuple[str, Task], tuple[float, Serving | None]] = {}
        self._turns: defaultdict[tuple[str, Task], asyncio.Lock] = defaultdict(asyncio.Lock)

    async def now(self, recipe: str, task: Task) -> Serving | None:
        """Who answers; UnreachableError if it cannot be read and never was."""
        key = recipe, task
        async with self._turns[key]:  # documents that come at once read it once
            until, known = self._known.get(key, (float("-inf"), None))
            if until > self._seconds():
                return known
            try:
                known = await self._source.current(recipe, task)
            except UnreachableError as error:
                if key not in self._known:
                    raise
                log.warning("who answers cannot be read", recipe=recipe, task=task, why=str(error))
            self._known[key] = (self._seconds() + FRESH, known)
            return known


def is_canary(serving: Serving, document_id: str) -> bool:
    """Whether the challenger answers the document: always the same while the challenger is.

    A greater share holds the documents of a smaller one; another challenger gets others.
    """
    if serving.challenger is None:
        return False
    told = f"{serving.challenger.model}/{document_id}".encode()
    drawn = int.from_bytes(hashlib.sha256(told).digest()[:8], "big") / 2**64
    return drawn < serving.canary
