"""What the gateway answers, as models for OpenAPI."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field


class DocumentView(BaseModel):
    """Where a document is."""

    document_id: str = Field(description="Follows from the tenant and the bytes.")
    tenant: str
    file_name: str = Field(examples=["invoice.pdf"])
    state: str = Field(description="submitted, processing, held, review, completed or dead.")
    recipe: str | None = None
    outcome: str | None = Field(default=None, description="accepted, reviewed or rejected.")
    reason: str | None = Field(
        default=None,
        description="Why it is dead (of the closed list), or what it waits for: budget or batch.",
    )
    detail: str | None = None
    media_type: str | None = None
    pages: int | None = None
    sha256: str
    size: int
    submitted_at: datetime
    updated_at: datetime
    links: dict[str, str]


class StepView(BaseModel):
    """One thing that happened to a document."""

    seq: int
    document_id: str
    type: str
    at: datetime
    data: dict[str, Any]


class DocumentDetail(DocumentView):
    """A document and all that happened to it."""

    steps: list[StepView]


class DocumentPage(BaseModel):
    """Some documents, the newest first; pass `next` as `cursor` for older ones."""

    documents: list[DocumentView]
    next: str | None


class ResultPage(BaseModel):
    """Results in the order they came; pass `next` as `after` for later ones."""

    results: list[dict[str, Any]]
    next: int


class RecipeView(BaseModel):
    """A kind of document that can be submitted."""

    recipe: str
    version: int
    title: str
    description: str
    fields: dict[str, Any]


class VersionView(BaseModel):
    """What runs."""

    version: str


def document_view(row: dict[str, Any]) -> dict[str, Any]:
    """A projection row as it is answered."""
    here = f"/v1/documents/{row['document_id']}"
    links = {"self": here, "events": f"{here}/events"}
    if row["state"] == "completed":
        links["result"] = f"{here}/result"
    return {**row, "links": links}
