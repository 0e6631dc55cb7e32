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
        description="Most windows of one document that a model is asked about; the result of a "
        "longer one says that it is incomplete.",
    )
    extract_max_tokens: int = Field(default=1024, ge=64, description="Longest answer of a model.")
