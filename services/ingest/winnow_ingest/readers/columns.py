"""Whether a picture of a page shows columns of prose."""

from typing import Final

import numpy as np
from PIL import Image

WIDTH: Final = 400  # pixels; lines of print are still apart at this size
LINE: Final = 6  # pixels; about as high as one of them
FEW: Final = 20  # lines; shorter texts are one block
INK: Final = 0.8  # of the paper's brightness
CENTRE: Final = (0.35, 0.65)  # where the gap between two columns is looked for
GAP: Final = 6  # pixels; wider than a space between words
CROSSED: Final = 0.12  # share of the lines that may cross the gap: titles, figures
FILLED: Final = 0.6  # share of its half that a line of prose fills
MOST: Final = 0.55  # share of the lines that are filled on both sides


def has_columns(image: Image.Image) -> bool:
    """Tell two columns of prose from a receipt, a form or a letter, by where the ink is.

    Tesseract finds more in receipts when told that the page is one block of text (0.85 of the
    words against 0.80), but then it reads columns of prose across.
    """
    size = (WIDTH, max(1, round(image.height * WIDTH / image.width)))
    grey = np.asarray(image.convert("L").resize(size, Image.Resampling.BOX), dtype=float)
    ink = grey < INK * np.median(grey)
    bands = ink[: len(ink) // LINE * LINE].reshape(-1, LINE, WIDTH).any(axis=1)
    lines = bands[bands.any(axis=1)]
    if len(lines) < FEW:
        return False
    left, right = (round(WIDTH * share) for share in CENTRE)
    crossed = np.convolve(lines[:, left:right].mean(axis=0), np.ones(GAP) / GAP, "valid")
    gap = left + int(crossed.argmin()) + GAP // 2
    if crossed.min() > CROSSED:
        return False
    filled = (_reach(lines[:, :gap]) > FILLED) & (_reach(lines[:, gap:]) > FILLED)
    return bool(filled.mean() > MOST)


def _reach(lines: np.ndarray) -> np.ndarray:
    """From the first to the last ink of each line, as a share of its width."""
    first = lines.argmax(axis=1)
    last = lines.shape[1] - lines[:, ::-1].argmax(axis=1)
    reach: np.ndarray = np.where(lines.any(axis=1), last - first, 0) / lines.shape[1]
    return reach
