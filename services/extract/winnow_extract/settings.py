"""Settings of extract."""

from pydantic import Field

from winnow.config import Settings


class ExtractSettings(Settings):
    """WINNOW_EXTRACT_*."""

    extract_port: int = 8094
    extract_workers: int = Field(default=2, ge=1, description="Documents worked on at once.")
    extract_windows: int = Field(
        default=4,
        ge=1,
        description="Most windows of one document that a model fills all fields from; the result "
        "of a longer one says that it is incomplete, unless the others hold nothing but rows.",
    )
    extract_calls: int = Field(
        default=200,
        ge=1,
        description="Most answers of a model for one document, rows of long lists included; the "
        "result says how many rows are left then.",
    )
    extract_max_tokens: int = Field(default=1024, ge=64, description="Longest answer of a model.")
