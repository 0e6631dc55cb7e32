"""Page images for the reviewer."""

from pathlib import Path
from typing import Final

from PIL import Image

IMAGE_WIDTH: Final = 1240  # pixels; A4 at 150 dpi
TALLEST: Final = 8000  # pixels; a till roll


def save_image(image: Image.Image, path: Path) -> None:
    """Save as PNG, not wider or taller than a reviewer needs."""
    share = min(1.0, IMAGE_WIDTH / image.width, TALLEST / image.height)
    if share < 1:
        size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    image.save(path, "PNG", compress_level=3)
