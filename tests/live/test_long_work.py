"""Work that takes longer than a session, while the group changes around it."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from faststream.confluent import KafkaBroker
from kafka import KafkaProducer

from winnow import streams
from winnow.config import Settings
from winnow.contracts.base import BlobRef
from winnow.contracts.documents import DocumentParsed, Source
from winnow.local.kafka import LocalKafka
from winnow.messaging.cloudevents import encode
from winnow.messaging.handler import Handler
from winnow.messaging.outbox import Outboxes
from winnow.messaging.topics import apply_topics, lag
from winnow.messaging.wiring import SESSION_MS, build_broker
from winnow.service import Service
from winnow.testing.records import MemoryClaims

pytestmark = [pytest.mark.live, pytest.mark.asyncio, pytest.mark.timeout(0)]
# As long as a session and a half; WINNOW_LONG_WORK=600 tries it with ten minutes
SECONDS = float(os.environ.get("WINNOW_LONG_WORK", SESSION_MS / 1000 * 1.5))
BLOB = BlobRef(uri=f"blob://default/{'0' * 64}", sha256="0" * 64, size=1)


def parsed() -> DocumentParsed:
    source = Source(
        file_name="a.txt",
        original=BLOB,
        media_type="text/plain",
        pages=1,
        parsed=BLOB,
        submitted_at="2026-01-01T00:00:00Z",
        submission="s",
    )
    return DocumentParsed(document_id=uuid4(), source=source, characters=1, chunks=1, seconds=0)


def say(bootstrap: str, event: DocumentParsed) -> None:
    record = encode(event, "test")
    headers = [(name, value.encode()) for name, value in record.headers.items()]
    producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all")
    producer.send(streams.PARSED.topic, record.value, record.key, headers).get(10)
    producer.close()


class Slow:
    """A service `summarise` whose work takes long; its members share `calls`."""

    def __init__(self, bootstrap: str) -> None:
        self.calls: list[UUID] = []
        self.begun = asyncio.Event()
        self.failures: list[Exception] = []
        self._claims = MemoryClaims()
        handler = Handler(streams.PARSED, self._work, once=None)  # claims would hide a redelivery
        settings = Settings(kafka=bootstrap)
        self._service = Service("summarise", settings, None, 0, (handler,))

    async def _work(self, event: DocumentParsed, _: None) -> None:
        self.calls.append(event.event_id)
        self.begun.set()
        await asyncio.sleep(SECONDS)

    async def member(self) -> KafkaBroker:
        broker = build_broker(
            self._service,
            self._claims,
            self.failures.append,
            Outboxes(self._service.settings, "summarise"),
        )
        await broker.start()
        return broker


@pytest.fixture
def kafka(tmp_path: Path) -> Iterator[LocalKafka]:
    """A broker of its own: what other tests have said would be long work too."""
    with LocalKafka(tmp_path) as broker:
        yield broker


async def test_it_is_done_once_though_a_member_joins_meanwhile(kafka: LocalKafka) -> None:
    apply_topics(kafka.bootstrap, "test")
    slow = Slow(kafka.bootstrap)
    first = await slow.member()
    await asyncio.to_thread(say, kafka.bootstrap, event := parsed())
    await slow.begun.wait()
    second = await slow.member()
    await _committed(kafka.bootstrap)
    await asyncio.sleep(SESSION_MS / 1000)  # a redelivery would come after the rebalance
    await first.stop()
    await second.stop()
    assert slow.calls == [event.event_id]
    assert slow.failures == []


async def _committed(bootstrap: str) -> None:
    while True:
        found = {one.group: one.committed for one in await asyncio.to_thread(lag, bootstrap)}
        if found["winnow.summarise.documents.parsed"]:
            return
        await asyncio.sleep(0.5)
