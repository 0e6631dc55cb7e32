"""A service's handlers on a FastStream broker."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from faststream import AckPolicy
from faststream.confluent import KafkaBroker
from faststream.confluent.annotations import KafkaMessage as Taken
from faststream.confluent.message import FAKE_CONSUMER

from winnow import streams
from winnow.messaging.batch import Batch
from winnow.messaging.connection import reading_options
from winnow.messaging.delivery import Delivery
from winnow.messaging.handler import Handler
from winnow.messaging.port import Outlet
from winnow.messaging.record import received
from winnow.records.port import ClaimStore
from winnow.service import Service

# A slow model may work for many minutes; heartbeats go on beside it, so that a dead member is still
# noticed within the session timeout.
LONGEST_WORK_MS: Final = 6 * 3600 * 1000
SESSION_MS: Final = 10_000

OnFailure = Callable[[Exception], None]


def build_broker(
    service: Service,
    claims: ClaimStore,
    failed: OnFailure,
    outlet_of: Callable[[Handler], Outlet],
    handlers: Sequence[Handler] | None = None,
) -> KafkaBroker:
    """Subscribe the handlers, by default all; `failed` hears of the error that halts the service.

    `outlet_of` makes what takes a handler's events. Here an `exactly_once` handler is one like any
    other: transactions are `Transactor`'s.
    """
    options: Any = reading_options(service.settings)
    broker = KafkaBroker(
        service.settings.kafka,
        config=options,
        client_id=f"winnow.{service.name}",
        allow_auto_create_topics=False,
        graceful_timeout=20.0,
        logger=None,
    )
    handlers = service.handlers if handlers is None else handlers
    writes = dict.fromkeys(stream for handler in handlers for stream in handler.writes)
    for stream in (*writes, *streams.EVERYBODYS):  # so that the broker can tell what it writes
        broker.publisher(stream.topic, title=stream.carries.__name__)
    for handler in handlers:
        delivery = Delivery(service.name, handler, service.tools, outlet_of(handler), claims)
        _subscribe(broker, service, handler, delivery, failed)
    return broker


def _subscribe(
    broker: KafkaBroker, service: Service, handler: Handler, delivery: Delivery, failed: OnFailure
) -> None:
    async def parse(batch: Any) -> Batch:
        # FastStream's own parser loses a record whose header is not UTF-8: records stay raw here
        return Batch(
            body=b"",
            headers={},
            raw_message=batch,
            message_id=str(batch[0].offset()),
            consumer=subscriber.consumer or FAKE_CONSUMER,
            is_manual=True,
        )

    async def decode(_: Any) -> bytes:
        return b""

    subscriber: Any = broker.subscriber(
        handler.reads.topic,
        batch=True,
        max_records=handler.in_flight,
        group_id=(group := streams.group_of(service.name, handler.reads)),
        group_instance_id=f"{group}.{member}" if (member := service.settings.member) else None,
        auto_offset_reset="earliest",
        ack_policy=AckPolicy.NACK_ON_ERROR,
        partition_assignment_strategy=("cooperative-sticky",),
        max_poll_interval_ms=LONGEST_WORK_MS,
        session_timeout_ms=SESSION_MS,
        isolation_level="read_committed",
        parser=parse,
        decoder=decode,
        title=f"{service.name} reads {handler.reads.topic}",
    )

    async def take(message: Taken) -> None:
        raw: Any = message.raw_message
        try:
            await delivery.deliver_all([received(one) for one in raw])
        except* Exception as errors:
            failed(errors.exceptions[0])
            raise

    subscriber(take)
