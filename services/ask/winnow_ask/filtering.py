"""Filters as they are sent and stored, and how an extracted value is compared with one."""

import json
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from winnow.contracts.evidence import Scalar
from winnow.retrieval.port import Filters

Pointer = Annotated[str, StringConstraints(pattern=r"^(/[^/]*)+$", max_length=500)]


class Filtering(BaseModel):
    """Which documents are searched; all that is named must hold. Dates are of submission."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    documents: tuple[UUID, ...] = Field(default=(), max_length=200)
    recipe: str | None = Field(default=None, pattern="^[a-z][a-z0-9_]{0,62}$")
    since: date | None = None
    until: date | None = None
    fields: dict[Pointer, Scalar] = Field(
        default_factory=dict,
        max_length=20,
        description="Extracted values by JSON Pointer.",
        examples=[{"/currency": "EUR"}],
    )

    def filters(self) -> Filters:
        """The same for retrieval."""
        return Filters(self.documents, self.recipe, self.since, self.until, dict(self.fields))

    def scope(self) -> str:
        """Equal filters have one, in whichever order they were sent."""
        told = self.model_dump(mode="json", exclude_defaults=True)
        if "documents" in told:
            told["documents"] = sorted(told["documents"])
        if "fields" in told:
            told["fields"] = {one: plain(value) for one, value in told["fields"].items()}
        return json.dumps(told, sort_keys=True)


def plain(value: Scalar) -> str:
    """A value as it is compared: 12 is 12.0, letters of either case are the same, "12" is no 12."""
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, int | float):
        return repr(float(value))
    return json.dumps(" ".join(value.split()).casefold(), ensure_ascii=False)
