"""Work that must wait: put aside as it came, without counting tries, for its holder alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from winnow import streams
from winnow.config import Settings
from winnow.contracts.base import BlobRef
from winnow.contracts.dead_letters import DeadLettered
from winnow.contracts.documents import DocumentParsed, Source
from winnow.contracts.drafts import DraftSummarised
from winnow.contracts.evidence import Summary
from winnow.contracts.held import WorkHeld
from winnow.errors import HeldError
from winnow.messaging.handler import Handler
from winnow.messaging.remedies import HELD_SINCE_HEADER, headers_of
from winnow.service import Service
from winnow.testing.bus import Bus

BLOB = BlobRef(uri=f"blob://default/{'0' * 64}", sha256="0" * 64, size=1)


class Till:
    """A budget: those tenants are out of money."""

    def __init__(self, *spent: str) -> None:
        self.spent = set(spent)
        self.calls: list[str] = []

    def pay(self, tenant: str) -> None:
        self.calls.append(tenant)
        if tenant in self.spent:
            raise HeldError("budget", f"{tenant}/*", "0.10 of 5 USD are left", 60.0)


async def sum_up(event: DocumentParsed, till: Till) -> DraftSummarised:
    till.pay(event.tenant)
    caused: Any = event.caused("summarise")
    return DraftSummarised(**caused, source=event.source, summary=Summary(), seconds=0)


def reader(name: str, till: Till, call: Callable[..., Any] = sum_up) -> Service:
    handler = Handler(streams.PARSED, call, (streams.SUMMARISED,))
    return Service(name, Settings(), till, port=0, handlers=(handler,))


def parsed(tenant: str = "acme") -> DocumentParsed:
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
        document_id=uuid4(), tenant=tenant, source=source, characters=1, chunks=1, seconds=0
    )


async def test_held_work_is_put_aside_as_it_came_and_other_tenants_go_on() -> None:
    before = datetime.now(UTC)
    async with Bus(reader("summarise", Till("acme"))) as bus:
        await bus.say(poor := parsed("acme"))
        await bus.say(rich := parsed("bolt"))
    [held] = bus.said(WorkHeld)
    assert (held.cause, held.scope, held.service) == ("budget", "acme/*", "summarise")
    assert (held.document_id, held.tenant, held.topic) == (
        poor.document_id,
        "acme",
        "documents.parsed",
    )
    assert held.due_at - held.since == timedelta(seconds=60)
    assert before <= held.since <= datetime.now(UTC)
    assert [one.document_id for one in bus.said(DraftSummarised)] == [rich.document_id]
    assert bus.said(DeadLettered) == []


async def test_what_was_held_is_done_once_when_it_comes_again_and_there_is_money() -> None:
    till = Till("acme")
    async with Bus(reader("summarise", till)) as bus:
        await bus.say(parsed("acme"))
        [held] = bus.said(WorkHeld)
        till.spent.clear()
        await bus.repeat(held, headers_of(held))
        await bus.repeat(held, headers_of(held))
    assert len(bus.said(DraftSummarised)) == 1
    assert till.calls == ["acme"] * 2


async def test_waiting_is_never_a_failure_and_begins_once() -> None:
    async with Bus(reader("summarise", Till("acme"))) as bus:
        await bus.say(parsed("acme"))
        for _ in range(20):
            held = bus.said(WorkHeld)[-1]
            await bus.repeat(held, headers_of(held))
    holds = bus.said(WorkHeld)
    assert len(holds) == len({one.event_id for one in holds}) == 21
    assert {one.since for one in holds} == {holds[0].since}
    assert {one.attempt for one in holds} == {1}
    assert bus.said(DeadLettered) == []


async def test_two_services_that_hold_one_event_do_not_multiply_it() -> None:
    till = Till("acme")
    async with Bus(reader("summarise", till), reader("classify", till)) as bus:
        await bus.say(parsed("acme"))
        for round_of in (0, 2, 4):
            for held in bus.said(WorkHeld)[round_of:]:
                await bus.repeat(held, headers_of(held))
        assert len(bus.said(WorkHeld)) == 8
        till.spent.clear()
        for held in bus.said(WorkHeld)[6:]:
            await bus.repeat(held, headers_of(held))
    assert len(bus.said(DraftSummarised)) == 2


@pytest.mark.parametrize("told", ["yesterday", "2026-01-01T00:00:00", "\u2603"])
async def test_a_wrong_header_only_makes_the_wait_begin_now(told: str) -> None:
    before = datetime.now(UTC)
    async with Bus(reader("summarise", Till("acme"))) as bus:
        await bus.say(parsed("acme"), **{HELD_SINCE_HEADER: told})
    [held] = bus.said(WorkHeld)
    assert held.since >= before
