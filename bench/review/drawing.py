"""Draws pages of text and keeps where each word stands."""

import io
import random
from functools import cache
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from winnow.contracts.base import Box
from winnow.contracts.parsed import Word

MARGIN: Final = 40  # pixels
LEADING: Final = 1.5  # line height by font size
PAPER: Final = 255
INK: Final = 20
SPECK: Final = 190  # what a scanner sees where there is nothing


class PageDrawing:
    """One page; `write` goes down it line by line.

    `confidence` of a word is what an OCR would say of it; None: it was not recognised but read.
    """

    def __init__(self, number: int, width: int = 620, height: int = 877) -> None:
        self.number = number
        self.width = width
        self.height = height
        self.words: list[Word] = []
        self.lines: list[str] = []
        self._image = Image.new("L", (width, height), PAPER)
        self._draw = ImageDraw.Draw(self._image)
        self._y = float(MARGIN)

    def room(self, size: int = 14) -> bool:
        """Whether another line fits."""
        return self._y + size * LEADING < self.height - MARGIN

    def write(self, text: str, size: int = 14, confidence: float | None = None) -> None:
        """A line of words; the gaps between them are kept as they are."""
        font, x = _font(size), float(MARGIN)
        for part in text.split(" "):
            if part:
                self._word(part, x, font, size, confidence)
            x += font.getlength(f"{part} ")
        self.lines.append(" ".join(text.split()))
        self._y += size * LEADING

    def skip(self, pixels: int) -> None:
        """Leave room."""
        self._y += pixels

    def speckle(self, specks: int) -> None:
        """Make it look scanned."""
        chance = random.Random(self.number)
        for _ in range(specks):
            place = chance.randrange(self.width), chance.randrange(self.height)
            self._draw.point(place, SPECK)

    def png(self) -> bytes:
        """The picture."""
        file = io.BytesIO()
        self._image.save(file, "PNG")
        return file.getvalue()

    def _word(
        self, text: str, x: float, font: "ImageFont.FreeTypeFont", size: int, sure: float | None
    ) -> None:
        self._draw.text((x, self._y), text, INK, font)
        right = min(x + font.getlength(text), self.width)
        box = Box(
            x0=min(x, self.width) / self.width,
            y0=self._y / self.height,
            x1=right / self.width,
            y1=min(self._y + size * 1.2, self.height) / self.height,
        )
        self.words.append(Word(text=text, page=self.number, box=box, confidence=sure))


@cache
def _font(size: int) -> "ImageFont.FreeTypeFont":
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font
