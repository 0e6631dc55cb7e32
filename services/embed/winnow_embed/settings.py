"""Settings of embed."""

from pydantic import Field

from winnow.config import Settings


class EmbedSettings(Settings):
    """WINNOW_EMBED_*."""

    embed_port: int = 8092
    embed_workers: int = Field(default=4, ge=1, description="Documents worked on at once.")
    embed_batch: int = Field(
        default=64, ge=1, description="Chunks embedded and written together; then others may go."
    )
