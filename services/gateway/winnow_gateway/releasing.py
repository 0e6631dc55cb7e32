"""Sends held work to its topic again: when it is due, and as fast as its gate lets it through."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final

from winnow.contracts.held import WorkHeld
from winnow.errors import UnreachableError
from winnow.messaging.port import Publisher
from winnow.messaging.remedies import headers_of
from winnow.observability import metrics
from winnow.observability.logs import get_logger
from winnow.records.database import Database
from winnow.records.held import Cause, Gate, forget, take_due, waiting
from winnow.records.moment import now
from winnow_gateway.projection import hold_or_go_on

log = get_logger(__name__)
LOOK: Final = 1.0  # seconds between two looks
# Records sent in one look at the most. Who asks for a batch that has not ended comes back, and
# nothing stops the next one: so they come slowly.
MOST: Final[dict[Cause, int]] = {"budget": 256, "batch": 16}


class Releaser:
    """Looks after what is due, from `start` to `stop`; replicas share the work.

    A gate is tried by one record. As long as none comes back, twice as many follow at each look
    (slow start, as TCP does it: RFC 5681); when one does, the gate is closed until it is due again.
    So what cannot go on costs little, however much of it there is.
    """

    def __init__(self, database: Database, publisher: Publisher) -> None:
        self._database = database
        self._publisher = publisher
        self._paces: dict[Gate, int] = {}
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="releasing")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def ready(self) -> None:
        """Raise UnreachableError when nobody looks any more."""
        if self._task is not None and self._task.done():
            raise UnreachableError("held work", "its loop has ended; the log says why")

    async def turn(self, at: datetime) -> int:
        """Let go what may go at that moment; how many records that were."""
        async with self._database.read() as conn:
            found = await waiting(conn)
        gates = {one.gate: one.documents for one in found}
        for gate in self._paces.keys() - gates.keys():
            metrics.HELD.labels(gate.cause, gate.scope).set(0)
        self._paces = {gate: self._paces.get(gate, 1) for gate in gates}
        for gate, documents in gates.items():
            metrics.HELD.labels(gate.cause, gate.scope).set(documents)
        return sum([await self._try(gate, at) for gate in gates])

    async def _try(self, gate: Gate, at: datetime) -> int:
        pace = self._paces[gate]
        async with self._database.begin() as conn:
            holds = await take_due(conn, gate, pace, at)
        for held in holds:
            await self._publisher.send_again(held, headers_of(held))
        if holds:
            await self._sent(holds)
            log.info("released", cause=gate.cause, scope=gate.scope, records=len(holds))
        self._paces[gate] = min(2 * pace, MOST[gate.cause]) if len(holds) == pace else 1
        return len(holds)

    async def _sent(self, holds: Sequence[WorkHeld]) -> None:
        async with self._database.begin() as conn:
            await forget(conn, holds)
            for document in sorted({str(held.document_id) for held in holds}):
                await hold_or_go_on(conn, document)

    async def _run(self) -> None:
        while True:
            try:
                await self.turn(now())
            except UnreachableError as error:
                log.warning("held work waits longer", error=str(error))
            await asyncio.sleep(LOOK)
