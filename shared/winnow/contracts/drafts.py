"""What machines made of a document, before anybody decided."""

from typing import ClassVar

from pydantic import Field

from winnow.contracts.base import BlobRef, Event
from winnow.contracts.documents import Source
from winnow.contracts.evidence import Summary
from winnow.contracts.usage import Usage


class DraftExtracted(Event):
    """The fields were extracted; the Extraction lies in the blob store."""

    type: ClassVar[str] = "winnow.drafts.extracted.v1"

    source: Source
    recipe: str | None
    classification: float = Field(ge=0, le=1, description="Confidence in the recipe.")
    decided_by: str = Field(description="Who chose the recipe.")
    extraction: BlobRef = Field(description="An Extraction as JSON.")
    usage: tuple[Usage, ...] = ()
    seconds: float = Field(ge=0)


class DraftSummarised(Event):
    """The document was summarised."""

    type: ClassVar[str] = "winnow.drafts.summarised.v1"

    source: Source
    summary: Summary
    model: str | None = None
    usage: tuple[Usage, ...] = ()
    seconds: float = Field(ge=0)
