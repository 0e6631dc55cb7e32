"""Settings of retrieval."""

from typing import Literal

from pydantic import Field

from winnow.config import Settings


class RetrievalSettings(Settings):
    """WINNOW_RETRIEVAL_*."""

    retrieval_candidates: int = Field(
        default=50, ge=1, le=1000, description="Passages that the store is asked for."
    )
    retrieval_alpha: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="Weight of vectors beside keywords, in languages the embedding model knows.",
    )
    retrieval_alpha_unknown: float = Field(
        default=0.0, ge=0, le=1, description="The same in languages that it does not know."
    )
    retrieval_rerank: Literal["auto", "off"] = Field(
        default="auto",
        description="auto: the best candidates are compared token by token, where the embedding "
        "model knows the question's language.",
    )
    retrieval_rerank_top: int = Field(
        default=10, ge=2, le=100, description="So many of the candidates."
    )
    retrieval_tokens: int = Field(
        default=3000, ge=1200, description="Most tokens of all passages together, about."
    )
    retrieval_neighbours: int = Field(
        default=1, ge=0, le=5, description="Chunks to each side of the best passages; 0: none."
    )
    retrieval_documents: int = Field(
        default=10_000, ge=1, description="Most documents that filters let through, newest first."
    )
