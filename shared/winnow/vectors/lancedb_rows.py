"""Passages as LanceDB rows, and back."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from winnow.vectors.port import Hit, Passage
from winnow.vectors.terms import indexed

SHOWN: Final = ("id", "document_id", "chunk", "text", "page", "file_name")
BY_SPACES: Final[dict[str, Any]] = {  # the terms are folded and cut already
    "base_tokenizer": "whitespace",
    "lower_case": False,
    "ascii_folding": False,
    "stem": False,
    "remove_stop_words": False,
}


def schema_of(dimensions: int) -> Any:
    """The Arrow schema of a tenant's table."""
    import pyarrow as pa

    return pa.schema(
        [
            ("id", pa.string()),
            ("document_id", pa.string()),
            ("chunk", pa.string()),
            ("text", pa.string()),
            ("page", pa.int32()),
            ("file_name", pa.string()),
            ("vector", pa.list_(pa.float32(), dimensions)),
            ("terms", pa.string()),
        ]
    )


def table_from(passages: Sequence[Passage], dimensions: int) -> Any:
    """An Arrow table of the passages; of those with the same id, the last."""
    import pyarrow as pa

    rows = {str(passage.id): _row(passage) for passage in passages}
    return pa.Table.from_pylist(list(rows.values()), schema=schema_of(dimensions))


def hit_from(row: dict[str, Any], score: float) -> Hit:
    """The row as found, with its score."""
    return Hit(
        document_id=UUID(row["document_id"]),
        chunk=row["chunk"],
        text=row["text"],
        page=row["page"],
        file_name=row["file_name"],
        score=score,
    )


def _row(passage: Passage) -> dict[str, Any]:
    return {
        "id": str(passage.id),
        "document_id": str(passage.document_id),
        "chunk": passage.chunk,
        "text": passage.text,
        "terms": indexed(passage.text),
        "page": passage.page,
        "file_name": passage.file_name,
        "vector": list(passage.vector),
    }
