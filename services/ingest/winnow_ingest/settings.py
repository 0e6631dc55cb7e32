"""Settings of ingest."""

from typing import Final

from pydantic import Field

from winnow.config import Settings
from winnow_ingest.limits import Limits

DEFAULT: Final = Limits()


class IngestSettings(Settings):
    """WINNOW_INGEST_*."""

    ingest_port: int = 8091
    ingest_workers: int = Field(default=2, ge=1, description="Files read at once.")
    ingest_max_bytes: int = Field(default=DEFAULT.size, gt=0, description="Size of a file.")
    ingest_max_pages: int = Field(
        default=DEFAULT.pages, gt=0, description="Pages, slides, sheets or frames of a file."
    )
    ingest_max_pixels: int = Field(
        default=DEFAULT.pixels, gt=0, description="Pixels of a picture, alone or in a PDF."
    )
    ingest_max_unpacked_bytes: int = Field(
        default=DEFAULT.unpacked, gt=0, description="Size of an Office file when unpacked."
    )
    ingest_max_seconds: float = Field(
        default=DEFAULT.seconds, gt=0, description="Time for reading one file."
    )
    ingest_max_memory_bytes: int = Field(
        default=DEFAULT.memory, gt=0, description="Memory for reading one file."
    )
    ingest_ocr_languages: str = Field(
        default="eng+deu",
        pattern=r"^\w+(\+\w+)*$",
        description="Of tesseract; those that are not installed are left out.",
    )

    def limits(self) -> Limits:
        """The limits in the form that readers take."""
        return Limits(
            size=self.ingest_max_bytes,
            pages=self.ingest_max_pages,
            pixels=self.ingest_max_pixels,
            unpacked=self.ingest_max_unpacked_bytes,
            seconds=self.ingest_max_seconds,
            memory=self.ingest_max_memory_bytes,
        )
