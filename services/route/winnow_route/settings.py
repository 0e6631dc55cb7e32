"""Settings of route."""

from pydantic import Field

from winnow.config import Settings


class RouteSettings(Settings):
    """WINNOW_ROUTE_*."""

    route_port: int = 8096
    route_bar: float = Field(
        default=0.9, ge=0, le=1, description="Confidence that every value must reach unseen."
    )
