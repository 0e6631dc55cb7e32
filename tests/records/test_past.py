"""What models were asked for documents of the past."""

from datetime import UTC, datetime

from winnow.contracts.usage import Usage
from winnow.records.answers import Answers
from winnow.records.database import Database
from winnow.records.past import PastDocument, past_documents
from winnow.records.port import Use
from winnow.records.statements import insert_ignore
from winnow.records.tables import gateway_documents

AT = datetime(2026, 1, 1, tzinfo=UTC)


async def put(database: Database, document: str, recipe: str, pages: int, *stages: str) -> None:
    """A document, and an answer for each of these stages."""
    row = {
        "document_id": document,
        "tenant": "t",
        "file_name": "f",
        "media_type": None,
        "sha256": "s",
        "size": 1,
        "state": "completed",
        "stage": None,
        "recipe": recipe,
        "reason": None,
        "detail": None,
        "pages": pages,
        "submission": "s",
        "submitted_at": AT,
        "updated_at": AT,
        "result_ref": None,
        "outcome": None,
        "metadata": "{}",
    }
    async with database.begin() as connection:
        await insert_ignore(connection, gateway_documents, [row])
    for stage in stages:
        usage = Usage(
            model="m", stage=stage, input_tokens=100, cache_read_tokens=10, output_tokens=5
        )
        use = Use(f"{document}-{stage}", "k", "t", document, None, stage, "m")
        await Answers(database).keep(use, {}, usage, AT)


async def test_a_document_is_told_with_all_that_was_asked_for_it(database: Database) -> None:
    await put(database, "one", "receipt", 2, "extract", "summarise")
    await put(database, "two", "invoice", 1, "extract")
    await put(database, "copy", "receipt", 1, "extract")
    shared = Use("one-extract", "l", "t", "copy", None, "extract", "m")
    await Answers(database).recall(shared)  # so what it would have taken is not known
    async with database.read() as connection:
        receipts = await connection.run_sync(past_documents, "receipt")
        every = await connection.run_sync(past_documents, None)
    assert receipts == [PastDocument(2, 2, 220, 10)]
    assert len(every) == 2
