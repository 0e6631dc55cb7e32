"""PDF pages as pictures."""

from typing import Any, Final

import numpy as np
from PIL import Image

from winnow_ingest.page_images import IMAGE_WIDTH

OCR_DPI: Final = 300
RENDERED: Final = 25_000_000  # pixels at most; larger pages are drawn coarser


def draw(page: Any, dpi: float) -> Image.Image:
    """The page as it looks; drawn coarser where it would have too many pixels."""
    width, height = page.get_size()
    scale = min(dpi / 72, (RENDERED / max(width * height, 1)) ** 0.5)
    image: Image.Image = page.render(scale=scale).to_pil()
    return image


def viewing_dpi(page: Any) -> float:
    """So many that the page is as wide as a reviewer sees it."""
    return 72 * IMAGE_WIDTH / max(float(page.get_width()), 1.0)


def pixels_of(image: Image.Image) -> np.ndarray:
    """Height x width x 3, red green blue, 0 to 255."""
    return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))
