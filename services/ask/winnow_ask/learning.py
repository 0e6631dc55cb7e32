"""What an event says of a document that can be asked about. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from winnow.contracts.documents import DocumentIndexed, DocumentParsed
from winnow.contracts.evidence import Scalar
from winnow.contracts.results import ResultBody, ResultCompleted
from winnow.records.text import storable


@dataclass(frozen=True, slots=True)
class News:
    """Columns of `ask_documents` that an event knows.

    `version` is the column that says what the event told of, `at` the one that says when; `values`
    take the place of all that were extracted before, None leaves them.
    """

    document_id: str
    tenant: str
    version: str
    at: str | None
    columns: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Scalar] | None = None

    def row(self) -> dict[str, Any]:
        """What is written; a name that is not known leaves what is there."""
        known = {name: value for name, value in self.columns.items() if value is not None}
        return {"document_id": self.document_id, "tenant": self.tenant, **known}

    def older_than(self, known: Mapping[str, Any]) -> bool:
        """Whether something later was told already."""
        if self.at is None or known[self.at] is None:
            return False
        return bool(self.columns[self.at] < known[self.at])

    def changes(self, known: Mapping[str, Any]) -> bool:
        """Whether the same was told differently before: answers may rest on that."""
        before = known[self.version]
        return before is not None and before != self.columns[self.version]


def parsed(event: DocumentParsed) -> News:
    """Its name, its type as far as the submitter named it, its language, and when it came."""
    source = event.source
    return News(
        str(event.document_id),
        event.tenant,
        "parsed",
        "parsed_at",
        {
            "file_name": storable(source.file_name),
            "recipe": event.recipe,
            "language": source.language,
            "submitted_at": source.submitted_at,
            "parsed": source.parsed.sha256,
            "parsed_at": event.occurred_at,
        },
    )


def indexed(event: DocumentIndexed) -> News:
    """That its passages were written, which makes them others if they were written before."""
    columns = {"indexed": str(event.event_id)}
    return News(str(event.document_id), event.tenant, "indexed", None, columns)


def completed(event: ResultCompleted, body: ResultBody) -> News:
    """Its type and the values that passed; of a rejected document none."""
    kept = {} if event.outcome == "rejected" else body.leaves
    return News(
        str(event.document_id),
        event.tenant,
        "result",
        "result_at",
        {
            "file_name": storable(event.file_name),
            "recipe": event.recipe,
            "submitted_at": event.submitted_at,
            "result": event.body_ref.sha256,
            "result_at": event.occurred_at,
        },
        {
            pointer: storable(leaf.value) if isinstance(leaf.value, str) else leaf.value
            for pointer, leaf in kept.items()
            if leaf.value is not None and pointer not in body.withheld
        },
    )
