"""What GET /v1/quality answers."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Figure(BaseModel):
    """A frozen part of the answer."""

    model_config = ConfigDict(frozen=True)


class Share(Figure):
    """`count` of `of`, and the interval of that rate at 95 %; the rate of nothing is null."""

    count: int
    of: int
    rate: float | None
    low: float
    high: float


class Spread(Figure):
    """Seconds."""

    count: int
    median: float
    p90: float


class Agreement(Figure):
    """Krippendorff's alpha of two readings: 1 agrees, 0 is chance, below 0 is contrary.

    Null where it is undefined: with nothing read twice, or where both readings say the same one
    thing throughout. `low` and `high` are its interval at 95 %.
    """

    alpha: float | None
    low: float | None
    high: float | None
    units: int = Field(description="Values that were read twice.")
    documents: int
    agreeing: int = Field(description="Values of which both readings say the same.")


class Waiting(Figure):
    """Documents of one recipe in one state."""

    recipe: str | None
    state: str
    documents: int
    oldest: datetime | None = Field(description="When the oldest that waits was asked about.")
    overdue: int = Field(description="Of those that wait for a decision.")


class Bucket(Figure):
    """Documents that were read to the end in an hour or on a day from `start` (UTC)."""

    start: datetime
    documents: int


class FieldQuality(Figure):
    """One field of a recipe: row numbers are *; parts are the fields, the summary, the recipe."""

    recipe: str | None
    part: Literal["field", "summary", "recipe"]
    field: str
    corrected: int
    cleared: int
    corrections: Share = Field(description="Corrected or cleared, of all that were decided.")
    reasons: dict[str, int] = Field(description="Of the corrections, by reason code.")
    seconds: Spread | None
    agreement: Agreement


class ReviewerQuality(Figure):
    """One reviewer."""

    reviewer: str
    today: int = Field(description="Documents read to the end since midnight UTC.")
    documents: int = Field(description="The same since `since`.")
    documents_per_hour: float | None = Field(description="Of time spent on fields.")
    seconds: Spread | None = Field(description="Of a document: the sum of its fields' seconds.")
    corrections: Share
    agreement: Agreement = Field(description="With the others, where both read a document.")
    known: Share = Field(description="Wrong values, of those whose right answer was known.")
    known_documents: int


class Quality(Figure):
    """The desk's figures; reviewers see of `reviewers` only themselves."""

    since: datetime
    until: datetime
    queue: tuple[Waiting, ...]
    hours: tuple[Bucket, ...] = Field(description="Since midnight UTC.")
    days: tuple[Bucket, ...]
    reviewers: tuple[ReviewerQuality, ...]
    fields: tuple[FieldQuality, ...]
    reasons: dict[str, int] = Field(description="Corrections by reason code; `none` has none.")
    seconds: Spread | None = Field(description="Of a document.")
    waited: Spread | None = Field(description="From the request to its first decision.")
    disputes: Share = Field(description="Documents whose second reader disagreed, of those read.")
    agreement: Agreement
