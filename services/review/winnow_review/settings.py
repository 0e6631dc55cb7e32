"""Settings of review."""

from pydantic import Field

from winnow.security.keys import SecuritySettings


class ReviewSettings(SecuritySettings):
    """WINNOW_REVIEW_*."""

    review_port: int = 8081
    review_lease: int = Field(default=900, ge=10, description="Seconds that a claim lasts.")
