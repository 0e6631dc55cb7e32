"""What becomes of a record: done once, dropped as a repeat, retried, buried or left alone."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from winnow import streams
from winnow.config import Settings
from winnow.contracts.base import BlobRef
from winnow.contracts.dead_letters import DeadLettered, RetryScheduled
from winnow.contracts.documents import DocumentIndexed, DocumentParsed, Source
from winnow.errors import MisconfiguredError, RejectedError, UnreachableError
from winnow.messaging import faults, remedies
from winnow.messaging.handler import Handler
from winnow.service import Service
from winnow.testing.bus import Bus

BLOB = BlobRef(uri=f"blob://default/{'0' * 64}", sha256="0" * 64, size=1)


def parsed(document: UUID | None = None) -> DocumentParsed:
    source = Source(
        file_name="a.txt",
        original=BLOB,
        media_type="text/plain",
        pages=1,
        parsed=BLOB,
        submitted_at="2026-01-01T00:00:00Z",
        submission="s",
    )
    return DocumentParsed(
        document_id=document or uuid4(), source=source, characters=1, chunks=1, seconds=0
    )


async def index(event: DocumentParsed, calls: list[Any]) -> DocumentIndexed:
    calls.append(event.event_id)
    return DocumentIndexed(**event.caused("embed"), chunks=1, model="m", seconds=0)


def service(call: Callable[..., Any], tools: Any) -> Service:
    handler = Handler(streams.PARSED, call, (streams.INDEXED,))
    return Service("embed", Settings(), tools, port=0, handlers=(handler,))


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remedies, "FIRST_PAUSE", 0.001)


async def test_an_event_is_handled_and_its_outcome_published() -> None:
    calls: list[Any] = []
    async with Bus(service(index, calls)) as bus:
        await bus.say(event := parsed())
    [made] = bus.said(DocumentIndexed)
    assert made.document_id == event.document_id
    assert calls == [event.event_id]


async def test_an_outcome_is_stamped_as_a_cloudevent_in_the_trace_of_its_cause() -> None:
    async with Bus(service(index, [])) as bus:
        await bus.say(event := parsed())
    [cause], [effect] = bus.records(streams.PARSED), bus.records(streams.INDEXED)
    assert effect.key == str(event.document_id).encode()
    assert effect.headers["ce_type"] == b"winnow.documents.indexed.v1"
    assert effect.headers["ce_source"] == b"/winnow/embed"
    assert effect.headers["ce_subject"] == str(event.document_id).encode()
    trace = [record.headers["traceparent"].split(b"-") for record in (cause, effect)]
    assert trace[0][1] == trace[1][1]
    assert trace[0][2] != trace[1][2]


async def test_a_repeat_is_dropped() -> None:
    calls: list[Any] = []
    async with Bus(service(index, calls)) as bus:
        event = parsed()
        await bus.say(event)
        await bus.say(event)
    assert len(calls) == len(bus.said(DocumentIndexed)) == 1


async def test_doing_a_step_twice_gives_the_same_event_id() -> None:
    event = parsed()
    first, second = await index(event, []), await index(event, [])
    assert first.event_id == second.event_id
    assert first.event_id != event.event_id


async def test_a_silent_dependency_is_waited_for() -> None:
    failures = [UnreachableError("store")] * 5

    async def call(event: DocumentParsed, tools: Any) -> DocumentIndexed:
        if failures:
            raise failures.pop()
        return await index(event, [])

    async with Bus(service(call, None)) as bus:
        await bus.say(parsed())
    assert len(bus.said(DocumentIndexed)) == 1
    assert bus.said(DeadLettered) == []


async def test_a_rejected_event_is_buried_with_its_reason_and_its_bytes() -> None:
    async def call(event: DocumentParsed, tools: Any) -> None:
        raise RejectedError("file_broken", "no xref")

    async with Bus(service(call, None)) as bus:
        await bus.say(event := parsed())
    [letter] = bus.said(DeadLettered)
    assert (letter.reason, letter.detail) == ("file_broken", "no xref")
    assert (letter.document_id, letter.cause_id) == (event.document_id, event.event_id)
    assert (letter.service, letter.topic, letter.attempt) == ("embed", "documents.parsed", 1)
    assert letter.stack is not None
    assert "RejectedError" in letter.stack


async def test_an_unforeseen_error_is_tried_three_times_then_buried() -> None:
    calls: list[Any] = []

    async def call(event: DocumentParsed, tools: Any) -> None:
        calls.append(event)
        raise KeyError("surprise")

    async with Bus(service(call, None)) as bus:
        await bus.say(parsed())
        for tries in (1, 2):
            [*_, again] = bus.said(RetryScheduled)
            assert (again.attempt, again.topic) == (tries, "documents.parsed")
            assert bus.said(DeadLettered) == []
            await bus.repeat(again, {remedies.TRIES_HEADER: str(again.attempt)})
    [letter] = bus.said(DeadLettered)
    assert (letter.reason, letter.attempt, len(calls)) == ("internal_error", 3, 3)


async def test_one_bad_document_does_not_keep_the_next_from_its_outcome() -> None:
    bad = uuid4()

    async def call(event: DocumentParsed, tools: Any) -> DocumentIndexed:
        if event.document_id == bad:
            raise RejectedError("file_broken")
        return await index(event, [])

    async with Bus(service(call, None)) as bus:
        await bus.say(parsed(bad))
        await bus.say(good := parsed())
    assert [event.document_id for event in bus.said(DocumentIndexed)] == [good.document_id]


async def test_a_misconfiguration_halts_the_service_and_buries_nothing() -> None:
    async def call(event: DocumentParsed, tools: Any) -> None:
        raise MisconfiguredError("set WINNOW_MODEL")

    async with Bus(service(call, None)) as bus:
        with pytest.raises(ExceptionGroup):
            await bus.say(parsed())
    assert bus.said(DeadLettered) == []
    assert isinstance(bus.failures[0], MisconfiguredError)


@pytest.mark.parametrize(
    ("value", "headers", "reason"),
    [
        (b"\xff\x00not json", {}, "event_not_json"),
        (b"[1, 2]", {}, "event_not_json"),
        (b"[" * 100_000, {}, "event_not_json"),
        (b"{}", {}, "event_invalid"),
        (b"{}", {"ce_type": "winnow.documents.parsed.v1"}, "event_invalid"),
        (b"{}", {"ce_type": "winnow.documents.parsed.v9"}, "event_unknown_version"),
        (b'{"specversion": "1.0", "type": "x", "data": {}}', {}, "event_unknown_version"),
        (b'{"specversion": "1.0", "type": "x", "data": 3}', {}, "event_invalid"),
    ],
)
async def test_a_record_that_is_no_event_of_its_topic_is_buried_once(
    value: bytes, headers: dict[str, str], reason: str
) -> None:
    reads = Handler(streams.PARSED, index, ())
    readers = [Service(name, Settings(), [], 0, (reads,)) for name in streams.PARSED.read_by]
    async with Bus(*readers) as bus:
        await bus.say_raw(streams.PARSED, value, headers)
    [letter] = bus.said(DeadLettered)
    assert (letter.service, letter.reason) == ("classify", reason)
    assert bus.failures == []


LAST_TRY = {remedies.TRIES_HEADER: str(len(remedies.DELAYS))}


async def test_a_service_that_buries_most_of_what_it_gets_stops() -> None:
    async def call(event: DocumentParsed, tools: Any) -> None:
        raise ValueError("a fault in every document")

    async with Bus(service(call, None)) as bus:
        for _ in range(faults.REMEMBERED):
            await bus.say(parsed(), **LAST_TRY)
        with pytest.raises(ExceptionGroup):
            await bus.say(parsed(), **LAST_TRY)
    assert len(bus.said(DeadLettered)) == faults.REMEMBERED
    assert "internal errors" in str(bus.failures[0])


async def test_bad_files_do_not_stop_a_service() -> None:
    async def call(event: DocumentParsed, tools: Any) -> None:
        raise RejectedError("file_broken")

    async with Bus(service(call, None)) as bus:
        for _ in range(faults.REMEMBERED + 5):
            await bus.say(parsed())
    assert len(bus.said(DeadLettered)) == faults.REMEMBERED + 5
    assert bus.failures == []
