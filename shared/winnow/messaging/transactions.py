"""Records in and events out in one Kafka transaction: what `read_committed` readers see once.

A member that was frozen and thrown out of its group cannot commit any more: the transaction
carries the group's generation. (KIP-98 and KIP-447; confluent-kafka has both, aiokafka has not.)
Work is done before the transaction begins, so that it is open for milliseconds only.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any, Final
from uuid import uuid4

from confluent_kafka import Consumer, KafkaException, Message, Producer, TopicPartition

from winnow import streams
from winnow.contracts.base import Event
from winnow.errors import UnreachableError, WinnowError
from winnow.messaging.cloudevents import encode
from winnow.messaging.connection import librdkafka_options
from winnow.messaging.delivery import Delivery
from winnow.messaging.handler import Handler
from winnow.messaging.publisher import limit_of
from winnow.messaging.record import received
from winnow.messaging.remedies import pause
from winnow.messaging.wiring import LONGEST_WORK_MS, SESSION_MS, OnFailure
from winnow.observability.logs import get_logger
from winnow.records.port import ClaimStore
from winnow.service import Service

log = get_logger(__name__)
POLL: Final = 0.2  # seconds
TRANSACTION_MS: Final = 10_000  # that a transaction may stay open when its producer dies
CALL: Final = 30.0  # seconds for a call about transactions


class Transactor:
    """Runs one `exactly_once` handler of a service, from `start` to `stop`."""

    def __init__(
        self, service: Service, handler: Handler, claims: ClaimStore, failed: OnFailure
    ) -> None:
        self._service = service
        self._handler = handler
        self._failed = failed
        self._made: list[Event] = []
        self._delivery = Delivery(service.name, handler, service.tools, self._collect, claims)
        self._group = streams.group_of(service.name, handler.reads)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=self._group)
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._trouble: str | None = "still starting"

    def start(self) -> None:
        """Begin to read; the broker may still be away."""
        self._task = asyncio.create_task(self._run(), name=self._group)

    async def stop(self) -> None:
        """Finish what is being worked on, and leave the group."""
        self._stop.set()
        if self._task:
            await self._task
        self._thread.shutdown(wait=False)

    @property
    def topic(self) -> str:
        return self._handler.reads.topic

    async def ready(self) -> None:
        """Raise UnreachableError while the broker is away."""
        if self._trouble:
            raise UnreachableError("Kafka", self._trouble)

    async def _collect(self, event: Event) -> None:
        if not any(isinstance(event, stream.carries) for stream in self._writes()):
            raise WinnowError(f"{self._service.name} does not write {type(event).__name__}")
        self._made.append(event)

    def _writes(self) -> Sequence[streams.Stream]:
        return (*self._handler.writes, *streams.EVERYBODYS)

    async def _run(self) -> None:
        attempt = 1
        while not self._stop.is_set():
            session = _Session(self._service, self._handler, self._group)
            try:
                await self._in_thread(session.open)
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
                await self._in_thread(session.close)

    async def _work(self, session: "_Session") -> None:
        while not self._stop.is_set():
            messages = await self._in_thread(session.take)
            if not messages:
                continue
            self._made = []
            await self._delivery.deliver_all([received(message) for message in messages])
            await self._in_thread(partial(session.commit, messages, self._made))

    async def _in_thread(self, call: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)


class _Session:
    """A consumer and a transactional producer, until the first error. Blocking calls."""

    def __init__(self, service: Service, handler: Handler, group: str) -> None:
        self._service = service.name
        self._topic = handler.reads.topic
        self._most = handler.in_flight
        self._topics = {
            stream.carries: stream.topic for stream in (*handler.writes, *streams.EVERYBODYS)
        }
        settings = service.settings
        member = {"group.instance.id": f"{group}.{settings.member}"} if settings.member else {}
        self._consumer = Consumer(
            {
                **librdkafka_options(settings),
                "group.id": group,
                "auto.offset.reset": "earliest",
                "enable.auto.commit": False,
                "isolation.level": "read_committed",
                "partition.assignment.strategy": "cooperative-sticky",
                "session.timeout.ms": SESSION_MS,
                "max.poll.interval.ms": LONGEST_WORK_MS,
                **member,
            }
        )
        self._producer = Producer(
            {
                **librdkafka_options(settings),
                "client.id": f"winnow.{service.name}",
                "transactional.id": f"{group}.{settings.member or uuid4()}",
                "transaction.timeout.ms": TRANSACTION_MS,
                "message.max.bytes": limit_of(streams.DEAD_LETTERS.carries),
            }
        )

    def open(self) -> None:
        """Fence off whoever had this transactional id before, and join the group."""
        self._producer.init_transactions(CALL)
        self._consumer.subscribe([self._topic])

    def take(self) -> list[Message]:
        """Records of partitions that are ours now; none after a short while without any."""
        found = self._consumer.consume(self._most, POLL)
        for message in found:
            if error := message.error():
                raise KafkaException(error)
        ours = {(place.topic, place.partition) for place in self._consumer.assignment()}
        return [one for one in found if (one.topic(), one.partition()) in ours]

    def commit(self, messages: Sequence[Message], events: Sequence[Event]) -> None:
        """Send the events and the offsets after the messages: all of it or nothing."""
        offsets: dict[tuple[str, int], int] = {}
        for message in messages:
            offsets[message.topic(), message.partition()] = message.offset() + 1
        self._producer.begin_transaction()
        try:
            for event in events:
                self._produce(event)
            self._producer.send_offsets_to_transaction(
                [TopicPartition(*place, offset) for place, offset in offsets.items()],
                self._consumer.consumer_group_metadata(),
                CALL,
            )
            self._finish()
        except KafkaException:
            with suppress(KafkaException):  # fenced: it is void already
                self._producer.abort_transaction(CALL)
            raise

    def _finish(self) -> None:
        self._producer.commit_transaction(CALL)

    def _produce(self, event: Event) -> None:
        record = encode(event, self._service, limit_of(type(event)))
        while True:
            try:
                self._producer.produce(
                    self._topics[type(event)],
                    record.value,
                    record.key,
                    headers=list(record.headers.items()),
                )
            except BufferError:  # the queue is full: let it drain
                self._producer.poll(POLL)
            else:
                return

    def close(self) -> None:
        """Leave the group."""
        self._consumer.close()
        self._producer.close()
