"""Puts papers on the real topics: what extract and summarise would have written of them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from bench.review.paper import Paper

from winnow.config import Settings
from winnow.contracts.base import BlobRef, document_id_of
from winnow.contracts.documents import Source
from winnow.contracts.drafts import DraftExtracted, DraftSummarised
from winnow.contracts.parsed import Page
from winnow.messaging.publisher import KafkaPublisher
from winnow.storage.open import open_blobs
from winnow.storage.port import BlobStore

JSON = "application/json"


class Sender:
    """Stores papers and publishes their drafts; `route` then asks, or accepts."""

    def __init__(self, settings: Settings, tenant: str = "default") -> None:
        self._tenant = tenant
        self._blobs: BlobStore = open_blobs(settings)
        self._extract = KafkaPublisher(settings, "extract")
        self._summarise = KafkaPublisher(settings, "summarise")

    async def send(self, papers: Iterable[Paper]) -> list[str]:
        """Publish both drafts of each; the documents' ids."""
        ids = []
        for paper in papers:
            extracted, summarised = await self.drafts(paper)
            await self._extract.publish(extracted)
            await self._summarise.publish(summarised)
            ids.append(str(extracted.document_id))
        return ids

    async def close(self) -> None:
        await self._extract.close()
        await self._summarise.close()

    async def drafts(self, paper: Paper) -> tuple[DraftExtracted, DraftSummarised]:
        """Store the paper's blobs; its drafts, which are the same each time."""
        original = await self._put(f"original of {paper.file_name!r}", paper.media_type)
        pages = [
            Page(
                number=page.number,
                width=page.width,
                height=page.height,
                image=await self._blobs.put(self._tenant, page.png(), "image/png"),
                ocr=True,
            )
            for page in paper.pages
        ]
        parsed = paper.parsed(pages or [Page(number=1)])
        source = Source(
            file_name=paper.file_name,
            original=original,
            media_type=paper.media_type,
            pages=max(1, len(pages)),
            parsed=await self._put(parsed.model_dump_json(), JSON),
            priority=paper.priority,
            submitted_at=datetime.now(UTC),
            submission="bench",
        )
        envelope = {
            "document_id": document_id_of(self._tenant, original.sha256),
            "tenant": self._tenant,
            "source": source,
            "seconds": 1.0,
        }
        extraction = await self._put(paper.extraction().model_dump_json(), JSON)
        extracted = DraftExtracted(
            **envelope,
            event_id=uuid5(NAMESPACE_URL, f"extracted {original.sha256}"),
            recipe=paper.recipe,
            classification=0.99 if paper.recipe else 0.3,
            decided_by="bench",
            extraction=extraction,
        )
        summarised = DraftSummarised(
            **envelope,
            event_id=uuid5(NAMESPACE_URL, f"summarised {original.sha256}"),
            summary=paper.summary(),
        )
        return extracted, summarised

    async def _put(self, text: str, media_type: str) -> BlobRef:
        return await self._blobs.put(self._tenant, text.encode(), media_type)
