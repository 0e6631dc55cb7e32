"""A service that is told to stop in the middle of a paid call, on a real Kafka."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest
from kafka import KafkaProducer

from winnow import streams
from winnow.config import Settings
from winnow.contracts.base import BlobRef, Event
from winnow.contracts.documents import DocumentParsed, Source
from winnow.llm.asker import Asker
from winnow.llm.guards.clock import SystemClock
from winnow.llm.guards.concurrency import ConcurrencyGuard, Window
from winnow.llm.guards.deadline import InFlightGuard
from winnow.local.kafka import LocalKafka
from winnow.messaging.cloudevents import encode
from winnow.messaging.handler import Handler
from winnow.messaging.runtime import serve
from winnow.messaging.topics import apply_topics, lag
from winnow.records.answers import Answers
from winnow.records.database import open_database
from winnow.records.migrate import migrate
from winnow.service import Service
from winnow.testing.served import ServedModel, question

pytestmark = [pytest.mark.live, pytest.mark.timeout(240)]
BLOB = BlobRef(uri=f"blob://default/{'0' * 64}", sha256="0" * 64, size=1)
EVENTS = 4


def say(bootstrap: str) -> None:
    source = Source(
        file_name="a.txt",
        original=BLOB,
        media_type="text/plain",
        pages=1,
        parsed=BLOB,
        submitted_at="2026-01-01T00:00:00Z",
        submission="s",
    )
    producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all")
    for _ in range(EVENTS):
        event = DocumentParsed(
            document_id=uuid4(), source=source, characters=1, chunks=1, seconds=0
        )
        record = encode(event, "test")
        headers = [(name, value.encode()) for name, value in record.headers.items()]
        producer.send(streams.PARSED.topic, record.value, record.key, headers).get(10)
    producer.close()


class Sums:
    """The service `summarise`: a guarded model that is asked one at a time, and its answers."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.model = ServedModel()
        self.model.takes = self._take
        self.begun, self.arrives = asyncio.Event(), asyncio.Event()
        self.database = open_database(settings.database_url())
        clock = SystemClock()
        guards = (ConcurrencyGuard(clock, {"m": Window("m", 1)}), InFlightGuard(clock))
        self._asker = Asker(Answers(self.database), guards)

    def service(self) -> Service:
        handler = Handler(streams.PARSED, self._work)
        return Service("summarise", self.settings, None, 0, (handler,))

    async def _take(self) -> None:
        self.begun.set()
        await self.arrives.wait()

    async def _work(self, event: Event, _: None) -> None:
        await self._asker.fill(question(self.model, str(event.event_id)))


async def test_its_answer_is_kept_and_nothing_is_paid_twice(tmp_path: Path) -> None:
    with LocalKafka(tmp_path / "kafka") as kafka:
        await asyncio.to_thread(apply_topics, kafka.bootstrap, "test")
        settings = Settings(kafka=kafka.bootstrap, data=tmp_path)
        await migrate(settings.database_url())
        sums = Sums(settings)
        await asyncio.to_thread(say, kafka.bootstrap)

        stop = asyncio.Event()
        first = asyncio.create_task(serve([sums.service()], stop))
        await sums.begun.wait()
        stop.set()
        await asyncio.sleep(1)
        assert not first.done()
        sums.arrives.set()
        await first
        assert sums.model.asked == 1

        stop = asyncio.Event()
        second = asyncio.create_task(serve([sums.service()], stop))
        await _all_done(kafka.bootstrap)
        stop.set()
        await second
        assert sums.model.asked == EVENTS
        await sums.database.close()


async def _all_done(bootstrap: str) -> None:
    while True:
        found = {one.group: one for one in await asyncio.to_thread(lag, bootstrap)}
        if found["winnow.summarise.documents.parsed"].behind == 0:
            return
        await asyncio.sleep(0.5)
