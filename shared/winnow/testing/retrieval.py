"""A catalogue and a retriever without stores."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from winnow.contracts.evidence import Scalar
from winnow.contracts.questions import Source
from winnow.errors import WinnowError
from winnow.retrieval.port import Filters


class MemoryCatalogue:
    """Documents by tenant with their values; of the filters, `documents` and `fields` are kept."""

    def __init__(self, known: Mapping[str, Mapping[UUID, Mapping[str, Scalar]]]) -> None:
        self.known = known

    async def matching(self, tenant: str, filters: Filters, most: int) -> tuple[UUID, ...]:
        """In the order in which they were given."""
        found = [
            document
            for document, values in self.known.get(tenant, {}).items()
            if (not filters.documents or document in filters.documents)
            and all(values.get(pointer) == value for pointer, value in filters.fields.items())
        ]
        return tuple(found[:most])

    async def values(
        self, tenant: str, documents: tuple[UUID, ...]
    ) -> Mapping[UUID, Mapping[str, Scalar]]:
        """Those that were given."""
        known = self.known.get(tenant, {})
        return {one: known[one] for one in documents if known.get(one)}


class ScriptedRetriever:
    """Finds by question what it was told to find; `asked` keeps tenant, question and filters."""

    def __init__(self, found: Mapping[str, Sequence[Source]]) -> None:
        self.found = found
        self.asked: list[tuple[str, str, Filters | None]] = []
        self._failure: WinnowError | None = None

    def fail_with(self, error: WinnowError | None) -> None:
        """Raise this from every call until told otherwise."""
        self._failure = error

    async def find(
        self, tenant: str, question: str, *, filters: Filters | None = None, limit: int = 8
    ) -> tuple[Source, ...]:
        """The first `limit` of what was told, nothing for other questions."""
        self.asked.append((tenant, question, filters))
        if self._failure is not None:
            raise self._failure
        return tuple(self.found.get(question, ()))[:limit]
