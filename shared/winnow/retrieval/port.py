"""What is asked of retrieval."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

from winnow.contracts.evidence import Scalar
from winnow.contracts.questions import Source


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents are searched; all that is named must hold. Dates are of submission.

    `fields` are extracted values by JSON Pointer, such as {"/currency": "EUR"}.
    """

    documents: tuple[UUID, ...] = ()
    recipe: str | None = None
    since: date | None = None
    until: date | None = None
    fields: Mapping[str, Scalar] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Whether anything is left out at all."""
        named = (self.documents, self.recipe, self.since, self.until, self.fields)
        return any(bool(one) for one in named)


class Catalogue(Protocol):
    """What is known of the documents that can be searched, by tenant."""

    async def matching(self, tenant: str, filters: Filters, most: int) -> tuple[UUID, ...]:
        """The documents that the filters let through, newest first, no more than `most`."""
        ...

    async def values(
        self, tenant: str, documents: tuple[UUID, ...]
    ) -> Mapping[UUID, Mapping[str, Scalar]]:
        """Extracted values by document and JSON Pointer, of those that have any."""
        ...


class Retriever(Protocol):
    """Finds passages; raises UnreachableError where a store or a model does not answer."""

    async def find(
        self, tenant: str, question: str, *, filters: Filters | None = None, limit: int = 8
    ) -> tuple[Source, ...]:
        """Passages within the token budget, best first, repeats left out."""
        ...
