"""Settings of route."""

from pydantic import Field

from winnow.config import Settings


class RouteSettings(Settings):
    """WINNOW_ROUTE_*."""

    route_port: int = 8096
    route_bar: float = Field(
        default=0.9,
        ge=0,
        le=1,
        description="Confidence in the recipe that a document must reach unseen; of a recipe that "
        "names no tolerated error, also that of every value.",
    )
    route_audit_seed: str = Field(
        default="", description="Changes which of the acceptable documents are audited."
    )
