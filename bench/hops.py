"""make bench-hops: events/s through a hop, plain and transactional, beside a bare Kafka loop.

All three read the same events of about 1 KB, validate each, and write one event for each; so the
ratios, not the rates, are what another machine would show as well.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import uuid4

from confluent_kafka import Consumer, Producer, TopicPartition

from winnow import streams
from winnow.config import Settings
from winnow.contracts.base import BlobRef
from winnow.contracts.documents import DocumentIndexed, DocumentParsed, Source
from winnow.local.kafka import LocalKafka
from winnow.messaging.cloudevents import decode, encode
from winnow.messaging.handler import Handler
from winnow.messaging.outbox import Outboxes
from winnow.messaging.record import received
from winnow.messaging.runtime import calm_collector
from winnow.messaging.topics import apply_topics
from winnow.messaging.transactions import Transactor
from winnow.messaging.wiring import build_broker
from winnow.observability.logs import configure
from winnow.records.claims import Claims
from winnow.records.database import open_database
from winnow.records.migrate import migrate
from winnow.service import Service

BATCH = 500
BLOB = BlobRef(uri=f"blob://default/{'0' * 64}", sha256="0" * 64, size=1)


def parsed() -> DocumentParsed:
    source = Source(
        file_name="a.txt",
        original=BLOB,
        media_type="text/plain",
        pages=1,
        parsed=BLOB,
        metadata={"note": "x" * 250},
        submitted_at="2026-01-01T00:00:00Z",
        submission="s",
    )
    return DocumentParsed(document_id=uuid4(), source=source, characters=1, chunks=1, seconds=0)


def outcome(event: DocumentParsed) -> DocumentIndexed:
    return DocumentIndexed(**event.caused("embed"), chunks=1, model="m", seconds=0)


def fill(bootstrap: str, number: int) -> int:
    """Say so many events; return the bytes of one."""
    producer = Producer({"bootstrap.servers": bootstrap, "linger.ms": 5})
    size = 0
    for _ in range(number):
        record = encode(parsed(), "bench")
        size = len(record.value or b"")
        producer.produce(
            streams.PARSED.topic, record.value, record.key, headers=list(record.headers.items())
        )
        producer.poll(0)
    producer.flush()
    return size


def written(bootstrap: str) -> int:
    """How many records the outgoing topic has, transaction markers included."""
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": "count"})
    topic = streams.INDEXED.topic
    partitions = consumer.list_topics(topic).topics[topic].partitions
    ends = [
        consumer.get_watermark_offsets(TopicPartition(topic, number))[1] for number in partitions
    ]
    consumer.close()
    return sum(ends)


def bare(bootstrap: str, number: int) -> float:
    """Seconds of a plain loop: batch in, validate, produce, flush, commit."""
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": f"bare.{uuid4()}",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        }
    )
    producer = Producer({"bootstrap.servers": bootstrap, "enable.idempotence": True})
    consumer.subscribe([streams.PARSED.topic])
    first = consumer.consume(BATCH, 30)
    begun, done = time.perf_counter(), 0
    while done < number:
        for message in first or consumer.consume(BATCH, 0.2):
            taken = received(message)
            event = decode(streams.PARSED, taken.value, taken.headers)
            assert isinstance(event, DocumentParsed)
            made = encode(outcome(event), "bare")
            producer.produce(
                streams.INDEXED.topic, made.value, made.key, headers=list(made.headers.items())
            )
            done += 1
        first = []
        producer.flush()
        consumer.commit(asynchronous=False)
    seconds = time.perf_counter() - begun
    consumer.close()
    return seconds


async def hop(bootstrap: str, number: int, folder: Path, *, exactly_once: bool) -> float:
    """Seconds of a service with one handler, claims in SQLite included, from its first event."""
    database = open_database(f"sqlite:///{folder / f'{uuid4()}.db'}", durable=False)
    await migrate(str(database.engine.url))
    done, seen, clock = asyncio.Event(), 0, time.perf_counter()

    async def call(event: DocumentParsed, _: None) -> DocumentIndexed:
        nonlocal seen, clock
        if not seen:
            clock = time.perf_counter()
        seen += 1
        if seen == number:
            done.set()
        return outcome(event)

    handler = Handler(
        streams.PARSED, call, (streams.INDEXED,), in_flight=BATCH, exactly_once=exactly_once
    )
    service = Service(f"bench-{uuid4()}", Settings(kafka=bootstrap), None, 0, (handler,))
    start, stop = _runner(service, Claims(database), exactly_once=exactly_once)
    await start()
    await done.wait()
    await stop()  # what was taken is written and committed before it ends
    seconds = time.perf_counter() - clock
    await database.close()
    return seconds


def _runner(
    service: Service, claims: Claims, *, exactly_once: bool
) -> tuple[Callable[[], Awaitable[None]], Callable[[], Awaitable[None]]]:
    def failed(error: Exception) -> None:
        raise error

    if not exactly_once:
        outboxes = Outboxes(service.settings, service.name)
        broker = build_broker(service, claims, failed, outboxes)

        async def end() -> None:
            await broker.stop()
            await outboxes.close()

        return broker.start, end
    transactor = Transactor(service, service.handlers[0], claims, failed)

    async def start() -> None:
        transactor.start()

    return start, transactor.stop


def main() -> None:
    """Read the command line, run each in turn, print one JSON object."""
    parser = argparse.ArgumentParser(prog="make bench-hops", description=__doc__)
    parser.add_argument("--events", type=int, default=40_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    configure("text", "ERROR")
    calm_collector()  # as a service does; the bare loop has it too
    number: int = asked.events
    rates: dict[str, list[float]] = {"bare": [], "plain": [], "transactional": []}
    with tempfile.TemporaryDirectory() as name, LocalKafka(Path(name) / "kafka") as kafka:
        apply_topics(kafka.bootstrap)
        size = fill(kafka.bootstrap, number)
        for _ in range(asked.rounds):
            rates["bare"].append(number / bare(kafka.bootstrap, number))
            for kind in ("plain", "transactional"):
                once = kind == "transactional"
                seconds = asyncio.run(hop(kafka.bootstrap, number, Path(name), exactly_once=once))
                rates[kind].append(number / seconds)
        records = written(kafka.bootstrap)
    median = {kind: statistics.median(found) for kind, found in rates.items()}
    figures = {
        "events": number,
        "bytes": size,
        "rounds": asked.rounds,
        "written": records,
        **{f"{kind}_per_s": round(rate) for kind, rate in median.items()},
        "plain_ratio": round(median["plain"] / median["bare"], 2),
        "transactional_ratio": round(median["transactional"] / median["bare"], 2),
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
