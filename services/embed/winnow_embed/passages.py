"""Chunks of a document become passages of the index."""

from collections.abc import Iterator, Sequence
from uuid import UUID, uuid5

import numpy as np
from numpy.typing import NDArray

from winnow.contracts.documents import DocumentParsed
from winnow.contracts.parsed import Chunk
from winnow.vectors.port import Passage


def passage_id(document_id: UUID, chunk: str, model: str) -> UUID:
    """The same chunk embedded by the same model is the same passage."""
    return uuid5(document_id, f"{chunk}/{model}")


def to_passages(
    event: DocumentParsed, chunks: Sequence[Chunk], vectors: NDArray[np.float32], model: str
) -> list[Passage]:
    """Join chunks with their vectors, which are of shape (chunks, dimensions)."""
    return [
        Passage(
            id=passage_id(event.document_id, chunk.id, model),
            document_id=event.document_id,
            chunk=chunk.id,
            text=chunk.text,
            page=min(chunk.pages, default=1),
            file_name=event.source.file_name,
            vector=vector.tolist(),
        )
        for chunk, vector in zip(chunks, vectors, strict=True)
    ]


def batches(chunks: Sequence[Chunk], size: int) -> Iterator[Sequence[Chunk]]:
    """Cut the chunks into runs of at most `size`."""
    for start in range(0, len(chunks), size):
        yield chunks[start : start + size]
