"""A paper as a picture: printed in one of several faces, faded, turned, blurred, squeezed."""

import io
import random
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from winnow.errors import MisconfiguredError
from winnow.tuning.generating.paper import Paper, Row, cell_text

MARGIN: Final = 30  # pixels
SLANTED: Final = ("Math", "Oblique", "Italic", "Display")
GAP: Final = 2  # spaces between two cells at least


def drawn(paper: Paper, rng: random.Random) -> bytes:
    """A PNG of the paper. Raises MisconfiguredError where the machine has no font."""
    sheet = _printed(paper.rows, _font(rng), rng)
    return _seen(sheet, rng)


@cache
def _faces() -> tuple[Path, ...]:
    """The fonts of the machine and those that matplotlib brings, upright ones."""
    folders = [Path("/usr/share/fonts")]
    try:
        from matplotlib import get_data_path

        folders.append(Path(get_data_path()) / "fonts/ttf")
    except ImportError:
        pass
    found = (file for folder in folders for file in sorted(folder.rglob("DejaVu*.ttf")))
    faces = [one for one in found if not any(word in one.name for word in SLANTED)]
    if not faces:
        raise MisconfiguredError("no font was found: install fonts-dejavu, or matplotlib")
    return tuple(faces)


def _font(rng: random.Random) -> ImageFont.FreeTypeFont:
    mono = [face for face in _faces() if "Mono" in face.name]
    face = rng.choice(mono if rng.random() < 0.6 and mono else list(_faces()))
    return ImageFont.truetype(str(face), rng.randrange(17, 30))


def _printed(
    rows: tuple[Row, ...], font: ImageFont.FreeTypeFont, rng: random.Random
) -> Image.Image:
    texts = [[cell_text(one) for one in row] for row in rows]
    space, high = font.getlength(" "), round(float(font.size) * rng.uniform(1.15, 1.5))
    widths = [sum(font.getlength(text) + GAP * space for text in row) for row in texts]
    width = round(max([*widths, font.getlength("x" * 30)]))
    image = Image.new("L", (width + 2 * MARGIN, high * len(rows) + 2 * MARGIN), 255)
    draw = ImageDraw.Draw(image)
    ink, centred = rng.randrange(0, 110), rng.random() < 0.4
    for at, row in enumerate(texts):
        top = MARGIN + at * high
        left = (
            MARGIN + (width - font.getlength(row[0])) / 2 if centred and len(row) == 1 else MARGIN
        )
        draw.text((left, top), row[0], ink, font)
        right = MARGIN + width
        for text in reversed(row[1:]):
            draw.text((right - font.getlength(text), top), text, ink, font)
            right -= round(max(font.getlength(text) + GAP * space, 9 * space))
    return image


def _seen(sheet: Image.Image, rng: random.Random) -> bytes:
    """As a scanner or a telephone sees it."""
    table = sheet.rotate(rng.gauss(0, 0.7), Image.Resampling.BICUBIC, expand=True, fillcolor=245)
    grey = np.asarray(table, dtype=np.float64)
    noise = np.random.default_rng(rng.randrange(2**32))
    light = 1 - rng.uniform(0, 0.12) * np.linspace(0, 1, grey.shape[1])
    if rng.random() < 0.25:  # thermal paper fades in stripes
        faded = rng.uniform(0.1, 0.4) * np.abs(
            np.sin(np.linspace(0, rng.uniform(2, 9), grey.shape[0]))
        )
        grey = grey + (255 - grey) * faded[:, None]
    spoilt = (grey * light + noise.normal(0, rng.uniform(1, 8), grey.shape)).clip(0, 255)
    picture = Image.fromarray(spoilt.astype(np.uint8))
    picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0, 0.9)))
    squeezed = io.BytesIO()
    picture.save(squeezed, "JPEG", quality=rng.randrange(30, 90))
    paper = io.BytesIO()
    Image.open(squeezed).save(paper, "PNG")
    return paper.getvalue()
