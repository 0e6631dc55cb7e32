"""Settings of gateway."""

from pydantic import Field

from winnow.security.keys import SecuritySettings


class GatewaySettings(SecuritySettings):
    """WINNOW_GATEWAY_*."""

    gateway_port: int = 8080
    gateway_max_upload: int = Field(default=100 * 2**20, ge=1, description="Bytes of one file.")
