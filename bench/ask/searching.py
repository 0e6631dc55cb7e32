"""The retriever as the service has it, over a labelled set, with passages left out."""

from collections.abc import Sequence
from pathlib import Path

from bench.ask.labelled import Labelled, LabelledSet, Text
from bench.ask.leaving_out import WithoutSome

from winnow.config import Settings
from winnow.contracts.questions import Source
from winnow.embedding.port import Embedder
from winnow.retrieval import open_retriever
from winnow.retrieval.port import Filters
from winnow.testing.retrieval import MemoryCatalogue
from winnow.vectors.lancedb import LanceVectors
from winnow.vectors.port import Passage
from winnow_embed.passages import passage_id

TENANT = "bench"
BATCH = 32


class SetRetriever:
    """Retriever over the passages of a set."""

    def __init__(self, labelled: LabelledSet, embedder: Embedder, folder: Path) -> None:
        self._texts = labelled.texts
        self._embedder = embedder
        self._vectors = WithoutSome(LanceVectors(folder / labelled.name, embedder.dimensions))
        known = MemoryCatalogue({TENANT: {one.document: {} for one in self._texts.values()}})
        self._retriever = open_retriever(Settings(), embedder, self._vectors, known)

    def leave_out(self, chunks: Sequence[str]) -> None:
        """From now on these are not found; the others score as if they had never been there."""
        self._vectors.left_out = frozenset(chunks)

    async def index(self) -> None:
        """Embed and write all passages that are not there yet; they are written in order."""
        texts = list(self._texts.values())
        for start in range(await self._vectors.count(TENANT), len(texts), BATCH):
            batch = texts[start : start + BATCH]
            found = await self._embedder.embed([one.text for one in batch])
            passages = [
                Passage(
                    passage_id(one.document, one.id, self._embedder.name),
                    one.document,
                    one.id,
                    one.text,
                    1,
                    one.id,
                    vector.tolist(),
                )
                for one, vector in zip(batch, found, strict=True)
            ]
            await self._vectors.upsert(TENANT, passages)

    async def find(
        self, tenant: str, question: str, *, filters: Filters | None = None, limit: int = 8
    ) -> tuple[Source, ...]:
        """The best passages but those that are left out."""
        return await self._retriever.find(tenant, question, filters=filters, limit=limit)


def source_of(text: Text, score: float = 1.0) -> Source:
    """A passage as a source."""
    return Source(
        document_id=text.document,
        file_name=text.id,
        chunk=text.id,
        page=1,
        text=text.text,
        score=score,
    )


def given(one: Labelled, texts: dict[str, Text]) -> Sequence[Source]:
    """The right passages, as if they had been found."""
    return tuple(source_of(texts[id_]) for id_ in one.passages)
