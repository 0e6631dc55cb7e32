"""The envelope every event shares, and how its identity is made."""

from datetime import UTC, datetime
from typing import Annotated, ClassVar, Final, Self
from uuid import UUID, uuid4, uuid5

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

YEARS: Final = range(1900, 9999)  # so that a moment can be said in any time zone
NAMESPACE: Final = UUID("6f1d2b0e-5d0c-5b0a-9d55-7a1f0c3e9b42")


def document_id_of(tenant: str, sha256: str) -> UUID:
    """The identity of a document: its tenant and its bytes (hex SHA-256), nothing else."""
    return uuid5(NAMESPACE, f"document/{tenant}/{sha256}")


def event_id_of(producer: str, cause: UUID, config: str = "") -> UUID:
    """The identity of an event: who made it, from which event, under which configuration.

    Doing a step twice gives the same id, so every consumer can drop a repeat.
    """
    return uuid5(NAMESPACE, f"{producer}/{cause}/{config}")


def _plausible(at: datetime) -> datetime:
    if at.year not in YEARS:
        raise ValueError(f"in the year {at.year}")
    return at


Instant = Annotated[AwareDatetime, AfterValidator(_plausible)]


class Record(BaseModel):
    """A frozen value inside an event or a stored file; unknown fields are ignored on reading."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Event(Record):
    """A fact about one document, named in the past tense and versioned by its `type`."""

    type: ClassVar[str]

    event_id: UUID = Field(default_factory=uuid4, description="The CloudEvents id.")
    document_id: UUID = Field(
        description="Tenant and bytes of the document, as a UUID; the record key."
    )
    tenant: str = Field(default="default", pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")
    occurred_at: Instant = Field(default_factory=lambda: datetime.now(UTC))

    def caused(self, producer: str, config: str = "") -> dict[str, object]:
        """The envelope of the event that `producer` makes of this one."""
        return {
            "event_id": event_id_of(producer, self.event_id, config),
            "document_id": self.document_id,
            "tenant": self.tenant,
        }

    def with_id(self, event_id: UUID) -> Self:
        """The same fact under another id."""
        return self.model_copy(update={"event_id": event_id})


class BlobRef(Record):
    """A claim check: where large bytes lie, and what they must hash to."""

    uri: str = Field(pattern=r"^blob://[a-z0-9][a-z0-9_-]{0,62}/[0-9a-f]{64}$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=0, description="Bytes.")
    media_type: str = "application/octet-stream"

    @property
    def tenant(self) -> str:
        return self.uri.removeprefix("blob://").split("/", 1)[0]


class Box(Record):
    """A rectangle on a page as fractions of its width and height; the origin is the top left."""

    x0: float = Field(ge=0, le=1)
    y0: float = Field(ge=0, le=1)
    x1: float = Field(ge=0, le=1)
    y1: float = Field(ge=0, le=1)
