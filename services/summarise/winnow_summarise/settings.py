"""Settings of summarise."""

from pydantic import Field

from winnow.config import Settings


class SummariseSettings(Settings):
    """WINNOW_SUMMARISE_*."""

    summarise_port: int = 8095
    summarise_workers: int = Field(default=2, ge=1, description="Documents worked on at once.")
    summarise_parts: int = Field(
        default=4,
        ge=1,
        description="Most parts of one document that a model reads; of a longer one, parts spread "
        "evenly over it. The summary states the share that was read.",
    )
    summarise_shorten: bool = Field(
        default=False,
        description="Whether a model that only quotes may say shorter what it quotes.",
    )
    summarise_sentences: int = Field(default=4, ge=1, le=20, description="Longest summary.")
