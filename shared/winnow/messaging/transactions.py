"""Records in and events out in one Kafka transaction: what `read_committed` readers see once.

A member that was frozen and thrown out of its group cannot commit any more: the transaction
carries the group's generation as it was when the records were taken. (KIP-98 and KIP-447;
confluent-kafka has both, aiokafka has not.) Work is done before the transaction begins, so that it
is open for milliseconds only, and the next batch is worked on meanwhile.
"""

import asyncio
from contextlib import suppress

from confluent_kafka import KafkaException

from winnow import streams
from winnow.contracts.base import Event
from winnow.errors import UnreachableError, WinnowError
from winnow.leaving import Leaving
from winnow.messaging.delivery import Delivery
from winnow.messaging.handler import Handler
from winnow.messaging.record import received
from winnow.messaging.remedies import pause
from winnow.messaging.session import Batch, Session
from winnow.messaging.wiring import OnFailure
from winnow.observability.logs import get_logger
from winnow.records.port import ClaimStore
from winnow.service import Service

log = get_logger(__name__)


class _Collected:
    """Keeps what the handler says until its batch is committed."""

    def __init__(self, service: str, handler: Handler) -> None:
        self._service = service
        self._may = tuple(one.carries for one in (*handler.writes, *streams.EVERYBODYS))
        self._made: list[Event] = []

    async def publish(self, event: Event) -> None:
        if not isinstance(event, self._may):
            raise WinnowError(f"{self._service} does not write {type(event).__name__}")
        self._made.append(event)

    async def settled(self) -> None:
        """Nothing is safe before the transaction, which is not the delivery's to wait for."""

    def handed_over(self) -> list[Event]:
        """What was said since the last call."""
        made, self._made = self._made, []
        return made


class Transactor:
    """Runs one `exactly_once` handler of a service, from `start` to `stop`."""

    def __init__(
        self,
        service: Service,
        handler: Handler,
        claims: ClaimStore,
        failed: OnFailure,
        leaving: Leaving | None = None,
    ) -> None:
        self._service = service
        self._handler = handler
        self._failed = failed
        self._said = _Collected(service.name, handler)
        self._delivery = Delivery(service.name, handler, service.tools, self._said, claims, leaving)
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._trouble: str | None = "still starting"

    def start(self) -> None:
        """Begin to read; the broker may still be away."""
        self._task = asyncio.create_task(self._run(), name=self.topic)

    async def stop(self) -> None:
        """Finish what is being worked on, and leave the group."""
        self._stop.set()
        if self._task:
            await asyncio.wait({self._task})
            if not self._task.cancelled():  # it cancels itself when it may not wait any longer
                self._task.result()

    @property
    def topic(self) -> str:
        return self._handler.reads.topic

    async def ready(self) -> None:
        """Raise UnreachableError while the broker is away."""
        if self._trouble:
            raise UnreachableError("Kafka", self._trouble)

    async def _run(self) -> None:
        attempt = 1
        while not self._stop.is_set():
            session = Session(self._service, self._handler)
            try:
                await session.open()
                self._trouble, attempt = None, 1
                await self._work(session)
            except KafkaException as error:
                self._trouble = str(error)
                log.warning("transaction given up", service=self._service.name, error=str(error))
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stop.wait(), pause(attempt))
                attempt += 1
            except ExceptionGroup as errors:  # of the delivery: somebody must mend something
                self._failed(errors.exceptions[0])
                return
            finally:
                await session.close()

    async def _work(self, session: Session) -> None:
        """Take, work, commit; the commit of a batch goes on while the next is worked on."""
        committing: asyncio.Task[None] | None = None
        try:
            while not self._stop.is_set():
                batch = await session.take()
                if batch.messages:
                    events = await self._worked(batch)
                    if committing:
                        await committing
                    committing = asyncio.create_task(session.commit(batch, events))
                elif committing:
                    await committing
                    committing = None
        finally:
            if committing:
                await committing

    async def _worked(self, batch: Batch) -> list[Event]:
        self._said.handed_over()  # of a batch that was given up
        await self._delivery.deliver_all([received(message) for message in batch.messages])
        return self._said.handed_over()
