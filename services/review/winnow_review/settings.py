"""Settings of review."""

from pydantic import Field

from winnow.security.keys import SecuritySettings


class ReviewSettings(SecuritySettings):
    """WINNOW_REVIEW_*."""

    review_port: int = 8081
    review_lease: int = Field(default=900, ge=10, description="Seconds that a claim lasts.")
    review_double_share: float = Field(
        default=0.05,
        ge=0,
        le=1,
        description="Share of the decided documents that a second reviewer reads without knowing.",
    )
    review_seed: str = Field(
        default="winnow", description="Which documents are read twice follows from it."
    )
