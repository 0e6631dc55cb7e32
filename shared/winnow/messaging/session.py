"""One member's reading and writing in transactions, from its joining to its first error."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import uuid4

from confluent_kafka import Consumer, KafkaException, Message, Producer, TopicPartition

from winnow import streams
from winnow.config import Settings
from winnow.contracts.base import Event
from winnow.messaging.cloudevents import encode
from winnow.messaging.connection import librdkafka_options, reading_options
from winnow.messaging.handler import Handler
from winnow.messaging.line import client_log, limit_of
from winnow.messaging.wiring import LONGEST_WORK_MS, SESSION_MS
from winnow.service import Service

POLL: Final = 0.2  # seconds
TRANSACTION_MS: Final = 10_000  # that a transaction may stay open when its producer dies
CALL: Final = 30.0  # seconds for a call about transactions


@dataclass(frozen=True, slots=True)
class Batch:
    """Records, and the group's generation in which they were taken (opaque to us)."""

    messages: Sequence[Message]
    generation: Any


class Session:
    """A consumer and a transactional producer, each in a thread of its own."""

    def __init__(self, service: Service, handler: Handler) -> None:
        settings, group = service.settings, streams.group_of(service.name, handler.reads)
        self._service = service.name
        self._topic = handler.reads.topic
        self._most = handler.in_flight
        self._topics = {one.carries: one.topic for one in (*handler.writes, *streams.EVERYBODYS)}
        self._consumer = Consumer(_reading(settings, group), logger=client_log)
        self._producer = Producer(_writing(settings, group, service.name), logger=client_log)
        self._taking = ThreadPoolExecutor(1, f"{group} takes")
        self._committing = ThreadPoolExecutor(1, f"{group} commits")
        self._commit: Future[None] | None = None

    async def open(self) -> None:
        """Fence off whoever had this transactional id before, and join the group."""
        await _in(self._committing, partial(self._producer.init_transactions, CALL))
        subscribe = partial(self._consumer.subscribe, [self._topic], on_revoke=self._on_revoke)
        await _in(self._taking, subscribe)

    async def take(self) -> Batch:
        """Records of partitions that are ours now; none after a short while without any."""
        batch: Batch = await _in(self._taking, self._take)
        return batch

    async def commit(self, batch: Batch, events: Sequence[Event]) -> None:
        """Send the events and the offsets after the records: all of it or nothing."""
        self._commit = self._committing.submit(self._commit_now, batch, events)
        await asyncio.wrap_future(self._commit)

    async def close(self) -> None:
        """Leave the group."""
        await _in(self._committing, self._producer.close)
        await _in(self._taking, self._consumer.close)
        self._committing.shutdown(wait=False)
        self._taking.shutdown(wait=False)

    def _take(self) -> Batch:
        found = self._consumer.consume(self._most, POLL)
        for message in found:
            if error := message.error():
                raise KafkaException(error)
        ours = {(place.topic, place.partition) for place in self._consumer.assignment()}
        kept = [one for one in found if (one.topic(), one.partition()) in ours]
        return Batch(kept, self._consumer.consumer_group_metadata())

    def _on_revoke(self, *_: Any) -> None:
        """Let the batch that is being committed be committed before its partitions go."""
        if self._commit:
            wait((self._commit,), CALL)

    def _commit_now(self, batch: Batch, events: Sequence[Event]) -> None:
        offsets: dict[tuple[str, int], int] = {}
        for message in batch.messages:
            offsets[message.topic(), message.partition()] = message.offset() + 1
        places = [TopicPartition(*place, offset) for place, offset in offsets.items()]
        self._producer.begin_transaction()
        try:
            for event in events:
                self._produce(event)
            self._producer.send_offsets_to_transaction(places, batch.generation, CALL)
            self._finish()
        except KafkaException:
            with suppress(KafkaException):  # fenced: it is void already
                self._producer.abort_transaction(CALL)
            raise

    def _finish(self) -> None:
        self._producer.commit_transaction(CALL)

    def _produce(self, event: Event) -> None:
        record = encode(event, self._service, limit_of(type(event)))
        headers: Any = list(record.headers.items())
        while True:
            try:
                topic = self._topics[type(event)]
                self._producer.produce(topic, record.value, record.key, headers=headers)
            except BufferError:  # the queue is full: let it drain
                self._producer.poll(POLL)
            else:
                return


def _reading(settings: Settings, group: str) -> dict[str, Any]:
    member = {"group.instance.id": f"{group}.{settings.member}"} if settings.member else {}
    return {
        **reading_options(settings),
        "group.id": group,
        "auto.offset.reset": "earliest",
        "enable.auto.commit": False,
        "isolation.level": "read_committed",
        "partition.assignment.strategy": "cooperative-sticky",
        "session.timeout.ms": SESSION_MS,
        "max.poll.interval.ms": LONGEST_WORK_MS,
        **member,
    }


def _writing(settings: Settings, group: str, service: str) -> dict[str, Any]:
    return {
        **librdkafka_options(settings),
        "client.id": f"winnow.{service}",
        "transactional.id": f"{group}.{settings.member or uuid4()}",
        "transaction.timeout.ms": TRANSACTION_MS,
        "message.max.bytes": limit_of(streams.DEAD_LETTERS.carries),
    }


async def _in(thread: ThreadPoolExecutor, call: Callable[[], Any]) -> Any:
    return await asyncio.get_running_loop().run_in_executor(thread, call)
