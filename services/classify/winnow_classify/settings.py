"""Settings of classify."""

from pydantic import Field

from winnow.config import Settings


class ClassifySettings(Settings):
    """WINNOW_CLASSIFY_*."""

    classify_port: int = 8093
    classify_bar: float = Field(
        default=0.6, ge=0, le=1, description="Below this confidence a person chooses the recipe."
    )
