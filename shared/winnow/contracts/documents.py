"""Facts about a document on its way in."""

from typing import Any, ClassVar

from pydantic import Field, model_validator

from winnow.contracts.base import BlobRef, Event, Instant, Record, document_id_of
from winnow.contracts.usage import Usage


class DocumentSubmitted(Event):
    """Somebody stored a document's bytes and asks for its JSON.

    `document_id` may be left out: it follows from `tenant` and `blob.sha256`.
    """

    type: ClassVar[str] = "winnow.documents.submitted.v1"

    file_name: str = Field(min_length=1, max_length=512)
    blob: BlobRef
    recipe: str | None = Field(default=None, description="Skips classification when given.")
    metadata: dict[str, str] = Field(
        default_factory=dict, description="Handed through to the result."
    )
    priority: int = Field(default=0, ge=-100, le=100, description="Higher is reviewed first.")
    due_at: Instant | None = None
    attempt: int = Field(
        default=0,
        ge=0,
        description="The same bytes for the same recipe are worked on once; raise this to have "
        "a document that ended as a dead letter worked on again.",
    )

    @model_validator(mode="before")
    @classmethod
    def _identify(cls, data: Any) -> Any:
        if isinstance(data, dict) and "document_id" not in data:
            blob = data.get("blob")
            sha256 = blob.get("sha256") if isinstance(blob, dict) else getattr(blob, "sha256", None)
            if sha256 is not None:
                data = {
                    **data,
                    "document_id": document_id_of(str(data.get("tenant", "default")), str(sha256)),
                }
        return data

    @model_validator(mode="after")
    def _agree(self) -> "DocumentSubmitted":
        if self.document_id != document_id_of(self.tenant, self.blob.sha256):
            raise ValueError(
                "document_id does not follow from tenant and blob.sha256; leave it out"
            )
        if self.blob.tenant != self.tenant:
            raise ValueError("blob.uri belongs to another tenant")
        return self


class Source(Record):
    """What every later event says about the document it is about."""

    file_name: str
    original: BlobRef
    media_type: str = Field(description="The real type, taken from the content.")
    pages: int = Field(ge=1)
    parsed: BlobRef = Field(description="A ParsedDocument as JSON.")
    language: str | None = None
    metadata: dict[str, str] = Field(default_factory=dict)
    priority: int = 0
    due_at: Instant | None = None
    submitted_at: Instant
    submission: str = Field(description="Event id of the submission that this work answers.")


class DocumentParsed(Event):
    """The document was read: elements, words, chunks and page images lie in the blob store."""

    type: ClassVar[str] = "winnow.documents.parsed.v1"

    source: Source
    recipe: str | None = None
    characters: int = Field(ge=0)
    chunks: int = Field(ge=0)
    ocr: bool = False
    seconds: float = Field(ge=0)


class DocumentIndexed(Event):
    """The document's chunks can be searched."""

    type: ClassVar[str] = "winnow.documents.indexed.v1"

    chunks: int = Field(ge=0)
    model: str = Field(description="Embedding model and precision.")
    seconds: float = Field(ge=0)


class DocumentClassified(Event):
    """The recipe was chosen, or `recipe` is null and a person must choose."""

    type: ClassVar[str] = "winnow.documents.classified.v1"

    source: Source
    recipe: str | None
    confidence: float = Field(ge=0, le=1)
    scores: dict[str, float] = Field(default_factory=dict)
    decided_by: str = Field(description="submitter, reviewer:<name>, or the model's name.")
    usage: tuple[Usage, ...] = ()
    seconds: float = Field(default=0, ge=0)
