"""How a labelled document enters: as the event that extract reads."""

import asyncio
import hashlib
import mimetypes
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from winnow.contracts.base import NAMESPACE, BlobRef, document_id_of
from winnow.contracts.documents import DocumentClassified, DocumentParsed, DocumentSubmitted, Source
from winnow.evaluation.given import given_document, picture_size
from winnow.evaluation.labelled import Labelled
from winnow.evaluation.stages import Stage
from winnow.recipes.recipe import Recipe
from winnow.storage.port import BlobStore

TENANT: Final = "evaluation"
TEXT: Final = "text/plain"
UNASKED: Final = {
    "ladder",
    "fall_over",
    "cache",
    "may_wait",
    "summary",
}  # what no question depends on


def needs_reading(one: Labelled, use_given_text: bool) -> bool:
    """Whether the file is read: where it is all there is, or the given text is not to be used."""
    has_text = one.text is not None or one.boxes is not None
    return one.file is not None and not (use_given_text and has_text)


@dataclass(frozen=True, slots=True)
class Entrance:
    """Makes DocumentClassified of labelled documents, by `ingest` or of the given text.

    Event ids follow from the document's content, the recipe's, the model's name and `salt`, so
    that an answer which a model gave before is found again.
    """

    recipe: Recipe
    model: str
    blobs: BlobStore
    ingest: Stage | None
    use_given_text: bool
    salt: str = ""

    async def enter(self, one: Labelled) -> tuple[DocumentClassified, float]:
        """The document as extract gets it, and the seconds that reading it took."""
        if self.ingest is None or not needs_reading(one, self.use_given_text):
            source = await self._given(one)
            return self._classified(source, source.parsed.sha256), 0.0
        parsed = await self.ingest(await self._submitted(one), DocumentParsed)
        return self._classified(parsed.source, parsed.source.original.sha256), parsed.seconds

    async def _submitted(self, one: Labelled) -> DocumentSubmitted:
        assert one.file is not None
        media_type = mimetypes.guess_type(one.file.name)[0] or "application/octet-stream"
        blob = await self.blobs.put_file(TENANT, one.file, media_type)
        return DocumentSubmitted(
            event_id=self._id(blob.sha256),
            document_id=document_id_of(TENANT, blob.sha256),
            tenant=TENANT,
            file_name=one.file.name,
            blob=blob,
            recipe=self.recipe.recipe,
        )

    async def _given(self, one: Labelled) -> Source:
        size = await asyncio.to_thread(picture_size, one.file) if one.boxes else None
        document = given_document(one.text, one.boxes, size)
        stored = await self._put(document.model_dump_json(), "application/json")
        original = await self._put(document.text, TEXT)
        submitted = DocumentSubmitted(
            event_id=self._id(stored.sha256),
            document_id=document_id_of(TENANT, original.sha256),
            tenant=TENANT,
            file_name=one.id[:512],
            blob=original,
        )
        return Source(
            file_name=submitted.file_name,
            original=original,
            media_type=TEXT,
            pages=1,
            parsed=stored,
            submitted_at=submitted.occurred_at,
            submission=str(submitted.event_id),
        )

    async def _put(self, text: str, media_type: str) -> BlobRef:
        return await self.blobs.put(TENANT, text.encode(), media_type)

    def _classified(self, source: Source, content: str) -> DocumentClassified:
        return DocumentClassified(
            event_id=self._id(content),
            document_id=document_id_of(TENANT, source.original.sha256),
            tenant=TENANT,
            source=source,
            recipe=self.recipe.recipe,
            confidence=1.0,
            decided_by="submitter",
        )

    def _id(self, content: str) -> UUID:
        plain = self.recipe.model_dump_json(exclude=UNASKED)
        recipe = hashlib.sha256(plain.encode()).hexdigest()
        return uuid5(NAMESPACE, f"evaluation/{content}/{recipe}/{self.model}/{self.salt}")
