import asyncio
from uuid import UUID, uuid4

from winnow.contracts.drafts import DraftExtracted, DraftSummarised
from winnow.contracts.evidence import Summary
from winnow.records.database import Database
from winnow.testing.sources import BLOB, source_of
from winnow_route.drafts import Drafts

SOURCE = source_of(file_name="a.txt", media_type="text/plain")


def extracted(document: UUID) -> DraftExtracted:
    return DraftExtracted(
        document_id=document,
        source=SOURCE,
        recipe="receipt",
        classification=1,
        decided_by="sender",
        extraction=BLOB,
        seconds=0,
    )


def summarised(document: UUID) -> DraftSummarised:
    return DraftSummarised(document_id=document, source=SOURCE, summary=Summary(), seconds=0)


async def test_drafts_that_arrive_at_once_make_one_pair(database: Database) -> None:
    drafts = Drafts(database)
    for _ in range(20):
        document = uuid4()
        brought = await asyncio.gather(
            drafts.keep(extracted(document)), drafts.keep(summarised(document))
        )
        assert sum(pair is not None for pair in brought) == 1


async def test_a_repeat_is_answered_as_the_first_time(database: Database) -> None:
    drafts, document = Drafts(database), uuid4()
    first, second = summarised(document), extracted(document)
    assert await drafts.keep(first) is None
    pair = await drafts.keep(second)
    assert pair is not None
    assert await drafts.keep(second) == pair
    assert await drafts.keep(first) is None


async def test_a_newer_draft_makes_a_new_pair(database: Database) -> None:
    drafts, document = Drafts(database), uuid4()
    await drafts.keep(extracted(document))
    await drafts.keep(summarised(document))
    newer = extracted(document)
    pair = await drafts.keep(newer)
    assert pair is not None
    assert pair.extracted == newer
    assert await drafts.both(str(document)) == pair
