"""Where a document is, whatever order its events arrive in."""

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from winnow.contracts.base import BlobRef, Event, document_id_of
from winnow.contracts.dead_letters import DeadLettered
from winnow.contracts.documents import (
    DocumentClassified,
    DocumentIndexed,
    DocumentParsed,
    DocumentSubmitted,
)
from winnow.contracts.drafts import DraftExtracted, DraftSummarised
from winnow.contracts.evidence import Completeness, Summary
from winnow.contracts.results import Cost, Latency, ResultCompleted
from winnow.contracts.reviews import ReviewDecided, ReviewRequested
from winnow.records.database import open_database
from winnow.records.migrate import migrate
from winnow.testing.sources import BLOB, START, source_of
from winnow_gateway.documents import Documents

SHA = "ab" * 32
DOCUMENT = document_id_of("default", SHA)
SOURCE = source_of(pages=2)
NO_COST = Cost(usd=0, calls=0, unpriced_calls=0, input_tokens=0, output_tokens=0)


def at(second: int) -> dict[str, Any]:
    return {"document_id": DOCUMENT, "occurred_at": START + timedelta(seconds=second)}


def submitted(second: int, **changes: Any) -> DocumentSubmitted:
    fields: dict[str, Any] = {"file_name": "a.pdf", "blob": BLOB, **at(second)}
    return DocumentSubmitted(**{**fields, **changes})


def parsed(second: int) -> DocumentParsed:
    return DocumentParsed(source=SOURCE, characters=1, chunks=1, seconds=1, **at(second))


def classified(second: int, recipe: str = "receipt") -> DocumentClassified:
    return DocumentClassified(
        source=SOURCE, recipe=recipe, confidence=1, decided_by="m", **at(second)
    )


def extracted(second: int, recipe: str = "receipt") -> DraftExtracted:
    return DraftExtracted(
        source=SOURCE,
        recipe=recipe,
        classification=1,
        decided_by="m",
        extraction=BLOB,
        seconds=1,
        **at(second),
    )


def summarised(second: int) -> DraftSummarised:
    return DraftSummarised(source=SOURCE, summary=Summary(), seconds=1, **at(second))


def requested(second: int) -> ReviewRequested:
    return ReviewRequested(
        source=SOURCE,
        recipe="receipt",
        extraction=BLOB,
        summary=Summary(),
        reasons=("/total: in doubt",),
        rule="r",
        due_at=START,
        **at(second),
    )


def decided(second: int, outcome: Any = "approved") -> ReviewDecided:
    return ReviewDecided(
        source=SOURCE,
        requested=str(uuid4()),
        reviewer="ann",
        outcome=outcome,
        recipe="receipt",
        revision=1,
        **at(second),
    )


def completed(second: int, recipe: str = "receipt", outcome: Any = "accepted") -> ResultCompleted:
    return ResultCompleted(
        file_name="a.pdf",
        original=BLOB,
        recipe=recipe,
        outcome=outcome,
        decided_by="rule:r",
        body=None,
        body_ref=BLOB,
        confidence=1,
        classification=1,
        completeness=Completeness(complete=True),
        cost=NO_COST,
        latency=Latency(total_seconds=1),
        submitted_at=START,
        **at(second),
    )


def dead(second: int, service: str, topic: str = "documents.parsed") -> DeadLettered:
    return DeadLettered(
        reason="file_broken",
        detail="no \0 xref",
        service=service,
        attempt=1,
        topic=topic,
        partition=0,
        offset=0,
        **at(second),
    )


@pytest.fixture
async def documents(tmp_path: Path) -> AsyncIterator[Documents]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'gateway.db'}"
    await migrate(url)
    database = open_database(url)
    yield Documents(database)
    await database.close()


async def state_after(documents: Documents, *events: Event) -> dict[str, Any]:
    for event in events:
        await documents.apply(event)
    row = await documents.find("default", str(DOCUMENT))
    assert row is not None
    return row


@pytest.mark.parametrize("order", list(permutations(range(5)))[::7])
async def test_a_completed_document_is_completed_in_any_order(
    documents: Documents, order: tuple[int, ...]
) -> None:
    events = [
        submitted(0, recipe="invoice"),
        parsed(1),
        classified(2, "invoice"),
        requested(5),
        completed(9, "receipt", "reviewed"),  # a reviewer named another recipe
    ]
    row = await state_after(documents, *(events[index] for index in order))
    assert (row["state"], row["outcome"], row["recipe"]) == ("completed", "reviewed", "receipt")
    assert (row["pages"], row["media_type"]) == (2, "application/pdf")


async def test_each_event_is_taken_in_once(documents: Documents) -> None:
    event = submitted(0)
    await state_after(documents, event, event, event)
    assert len(await documents.events_after("default", 0, 10)) == 1


async def test_of_two_results_the_newer_counts(documents: Documents) -> None:
    row = await state_after(documents, completed(9, "receipt"), completed(5, "invoice"))
    assert row["recipe"] == "receipt"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
async def test_a_dead_letter_marks_its_document_whenever_it_comes(
    documents: Documents, order: tuple[int, ...]
) -> None:
    events = (submitted(0), parsed(1), dead(3, "extract"))
    row = await state_after(documents, *(events[index] for index in order))
    assert (row["state"], row["reason"]) == ("dead", "file_broken")
    assert "\0" not in row["detail"]


async def test_a_result_after_a_replay_wins_over_the_older_dead_letter(
    documents: Documents,
) -> None:
    row = await state_after(documents, completed(9), dead(3, "extract"))
    assert (row["state"], row["reason"]) == ("completed", None)


@pytest.mark.parametrize(
    ("service", "topic"),
    [
        ("embed", "documents.parsed"),
        ("gateway", "documents.parsed"),
        ("review", "results.completed"),
    ],
)
async def test_a_failure_beside_the_way_does_not_end_it(
    documents: Documents, service: str, topic: str
) -> None:
    row = await state_after(documents, submitted(0), parsed(1), dead(2, service, topic))
    assert row["state"] == "processing"
    assert len(await documents.events_after("default", 0, 10)) == 3


async def test_a_request_that_never_reaches_the_queue_ends_the_way(documents: Documents) -> None:
    row = await state_after(documents, requested(1), dead(2, "review", "review.requested"))
    assert row["state"] == "dead"


async def test_a_replayed_document_is_worked_on_again(documents: Documents) -> None:
    row = await state_after(documents, submitted(0), dead(1, "ingest"), parsed(5))
    assert (row["state"], row["reason"], row["detail"]) == ("processing", None, None)


async def test_work_on_another_branch_does_not_hide_a_death(documents: Documents) -> None:
    start = (submitted(0), parsed(1), dead(2, "summarise"))
    row = await state_after(documents, *start, classified(3), extracted(4))
    assert row["state"] == "dead"
    assert (await state_after(documents, summarised(9)))["state"] == "processing"


async def test_a_second_review_and_another_recipe_take_a_document_back(
    documents: Documents,
) -> None:
    row = await state_after(documents, completed(5), requested(9))
    assert row["state"] == "review"
    assert (await state_after(documents, decided(11)))["state"] == "review"
    assert (await state_after(documents, decided(12, "reclassified")))["state"] == "processing"
    assert (await state_after(documents, completed(20)))["state"] == "completed"


async def test_what_is_indexed_changes_no_state(documents: Documents) -> None:
    indexed = DocumentIndexed(chunks=1, model="m", seconds=1, **at(9))
    assert (await state_after(documents, submitted(0), completed(5), indexed))["state"] == (
        "completed"
    )


async def test_a_name_with_a_nul_is_stored_without_it(documents: Documents) -> None:
    assert (await state_after(documents, submitted(0, file_name="a\0.pdf")))["file_name"] == "a.pdf"


async def test_pages_of_documents_neither_repeat_nor_miss_any_of_one_moment(
    documents: Documents,
) -> None:
    from winnow_gateway.cursor import Cursor

    made: set[UUID] = set()
    for number in range(5):
        sha256 = f"{number}" * 64
        blob = BlobRef(uri=f"blob://default/{sha256}", sha256=sha256, size=1)
        event = DocumentSubmitted(
            file_name="a",
            blob=blob,
            occurred_at=START,
            document_id=document_id_of("default", sha256),
        )
        made.add(event.document_id)
        await documents.apply(event)
    seen: list[str] = []
    after: Cursor | None = None
    while rows := await documents.page("default", 2, after=after):
        seen += [row["document_id"] for row in rows]
        after = Cursor(rows[-1]["submitted_at"], rows[-1]["document_id"])
    assert sorted(seen) == sorted(map(str, made))
