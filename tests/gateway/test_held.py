"""Documents that are held: visible as such, sent again in order, as fast as the budget lets."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from winnow.contracts.base import BlobRef, document_id_of
from winnow.contracts.documents import DocumentParsed, DocumentSubmitted, Source
from winnow.contracts.drafts import DraftSummarised
from winnow.contracts.evidence import Summary
from winnow.contracts.held import WorkHeld
from winnow.errors import UnreachableError
from winnow.messaging.remedies import HELD_BY_HEADER
from winnow.records import held as records
from winnow.records.database import Database
from winnow.testing.publisher import MemoryPublisher
from winnow_gateway.documents import Documents
from winnow_gateway.releasing import Releaser

START = datetime(2026, 1, 1, tzinfo=UTC)
SHA = "ab" * 32
BLOB = BlobRef(uri=f"blob://default/{SHA}", sha256=SHA, size=3)
DOCUMENT = document_id_of("default", SHA)
SOURCE = Source(
    file_name="a.pdf",
    original=BLOB,
    media_type="application/pdf",
    pages=2,
    parsed=BLOB,
    submitted_at=START,
    submission="s",
)


def second(number: float) -> datetime:
    return START + timedelta(seconds=number)


def parsed(document: UUID = DOCUMENT) -> DocumentParsed:
    return DocumentParsed(
        document_id=document,
        source=SOURCE,
        characters=1,
        chunks=1,
        seconds=1,
        occurred_at=second(1),
    )


def hold(at: float = 2, document: UUID = DOCUMENT, **changes: Any) -> WorkHeld:
    fields: dict[str, Any] = {
        "document_id": document,
        "occurred_at": second(at),
        "detail": "0.10 of 5 USD are left",
        "service": "extract",
        "attempt": 1,
        "topic": "documents.classified",
        "partition": 0,
        "offset": 0,
        "key": b64encode(str(document).encode()).decode(),
        "cause": "budget",
        "scope": "default/*",
        "since": second(at),
        "due_at": second(at + 60),
    }
    return WorkHeld(**{**fields, **changes})


@pytest.fixture
def documents(database: Database) -> Documents:
    return Documents(database)


@pytest.fixture
def publisher() -> MemoryPublisher:
    return MemoryPublisher()


@pytest.fixture
def releaser(database: Database, publisher: MemoryPublisher) -> Releaser:
    return Releaser(database, publisher)


async def shown(documents: Documents, document: UUID = DOCUMENT) -> tuple[Any, ...]:
    row = await documents.find("default", str(document))
    assert row is not None
    return row["state"], row["reason"], row["detail"]


HELD = ("held", "budget", "default/*: 0.10 of 5 USD are left")


async def test_a_held_document_says_what_it_waits_for_until_it_goes_on(
    documents: Documents, releaser: Releaser, publisher: MemoryPublisher
) -> None:
    await documents.apply(parsed())
    await documents.apply(hold())
    assert await shown(documents) == HELD
    assert len(await documents.page("default", 10, state="held")) == 1
    assert await releaser.turn(second(61)) == 0
    assert await releaser.turn(second(62)) == 1
    assert await shown(documents) == ("processing", None, None)
    [(original, headers)] = publisher.again
    assert original.topic == "documents.classified"
    assert headers[HELD_BY_HEADER] == "extract"


@pytest.mark.parametrize(
    "late",
    [
        parsed(),
        DocumentSubmitted(file_name="a.pdf", blob=BLOB, document_id=DOCUMENT, occurred_at=START),
    ],
)
async def test_a_hold_that_comes_before_what_names_its_document_is_not_lost(
    documents: Documents, late: Any
) -> None:
    await documents.apply(hold())
    await documents.apply(late)
    assert await shown(documents) == HELD


async def test_work_beside_the_held_one_does_not_hide_it(documents: Documents) -> None:
    await documents.apply(parsed())
    await documents.apply(hold())
    summarised = DraftSummarised(
        document_id=DOCUMENT, source=SOURCE, summary=Summary(), seconds=1, occurred_at=second(9)
    )
    await documents.apply(summarised)
    assert await shown(documents) == HELD


async def test_a_document_that_two_services_hold_goes_on_with_the_second(
    documents: Documents, releaser: Releaser
) -> None:
    await documents.apply(parsed())
    await documents.apply(hold())
    await documents.apply(hold(30, service="summarise", scope="default/receipt"))
    assert await releaser.turn(second(62)) == 1
    assert (await shown(documents))[2] == "default/receipt: 0.10 of 5 USD are left"
    assert await releaser.turn(second(90)) == 1
    assert (await shown(documents))[0] == "processing"


async def test_who_comes_back_closes_the_gate_and_stays_the_first(
    documents: Documents, releaser: Releaser, publisher: MemoryPublisher
) -> None:
    waits = [uuid4() for _ in range(5)]
    for number, document in enumerate(waits):
        await documents.apply(hold(number, document))
    assert await releaser.turn(second(100)) == 1
    again = hold(101, waits[0], since=second(0))
    await documents.apply(again)
    assert await releaser.turn(second(102)) == 0
    assert await releaser.turn(second(161)) == 1
    assert [one.document_id for one, _ in publisher.again] == [waits[0]] * 2


async def test_an_open_gate_lets_twice_as_many_through_at_each_look(
    documents: Documents, releaser: Releaser, publisher: MemoryPublisher
) -> None:
    waits = [uuid4() for _ in range(20)]
    for number, document in enumerate(waits):
        await documents.apply(hold(number, document))
    assert [await releaser.turn(second(200)) for _ in range(6)] == [1, 2, 4, 8, 5, 0]
    assert [one.document_id for one, _ in publisher.again] == waits


async def test_one_spent_budget_does_not_keep_another(
    documents: Documents, releaser: Releaser
) -> None:
    await documents.apply(hold(0, uuid4(), due_at=second(9999)))
    await documents.apply(hold(1, uuid4(), scope="default/receipt"))
    assert await releaser.turn(second(100)) == 1


async def test_batches_end_in_any_order(documents: Documents, releaser: Releaser) -> None:
    batch = {"cause": "batch", "scope": "claude"}
    await documents.apply(hold(0, uuid4(), due_at=second(9999), **batch))
    await documents.apply(hold(1, uuid4(), **batch))
    assert await releaser.turn(second(100)) == 1


async def test_what_was_sent_when_the_broker_went_away_is_sent_later(
    documents: Documents, releaser: Releaser, publisher: MemoryPublisher
) -> None:
    await documents.apply(parsed())
    await documents.apply(hold())
    publisher.fail_with(UnreachableError("Kafka"))
    with pytest.raises(UnreachableError):
        await releaser.turn(second(100))
    publisher.fail_with(None)
    assert (await shown(documents))[0] == "held"
    assert await releaser.turn(second(101)) == 0
    assert await releaser.turn(second(161)) == 1


async def test_a_record_held_anew_before_its_sending_is_noted_is_not_lost(
    database: Database, documents: Documents, releaser: Releaser
) -> None:
    await documents.apply(hold())
    async with database.begin() as conn:
        taken = await records.take_due(conn, records.Gate("budget", "default/*"), 9, second(62))
    await documents.apply(hold(63, since=second(2)))
    async with database.begin() as conn:
        await records.forget(conn, taken)
        [waits] = await records.waiting(conn)
    assert (waits.documents, waits.since) == (1, second(2))
    assert await releaser.turn(second(123)) == 1


async def test_a_hold_that_is_read_twice_is_sent_once(
    documents: Documents, releaser: Releaser
) -> None:
    one = hold()
    await documents.apply(one)
    assert await releaser.turn(second(62)) == 1
    await documents.apply(one)
    assert await releaser.turn(second(200)) == 0


async def test_an_operator_lets_a_scope_go_on_at_once(
    database: Database, documents: Documents, releaser: Releaser
) -> None:
    await documents.apply(hold(2, uuid4()))
    await documents.apply(hold(2, uuid4(), scope="acme/*"))
    async with database.begin() as conn:
        assert await records.resume(conn, "acme/*", second(3)) == 1
    assert await releaser.turn(second(3)) == 1
    async with database.begin() as conn:
        assert await records.resume(conn, None, second(3)) == 1
    assert await releaser.turn(second(3)) == 1
