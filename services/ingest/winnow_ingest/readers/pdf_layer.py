"""The text layer of one PDF page, parted into what is seen and what is not."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, Self

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from winnow.contracts.base import Box
from winnow.contracts.parsed import HiddenText, Word
from winnow.errors import RejectedError
from winnow_ingest.readers.pdf_boxes import Frame, Rectangle
from winnow_ingest.readers.pdf_drawing import draw, pixels_of, viewing_dpi
from winnow_ingest.readers.pdf_hidden import How, Unknown, hidden_parts
from winnow_ingest.readers.pdf_words import Part, around, parts_of, words_of

FEW: Final = 16  # letters: a page number or a stamp over a scan
SCAN: Final = 0.25  # share of the page that a picture takes whose text is worth reading
ODD: Final = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08]")


@dataclass(frozen=True, slots=True)
class Layer:
    """A page before layout analysis. `under` is the text that other software put under a scan.

    `undrawn` tells that some of it could not be drawn, so that its text is taken as it stands.
    """

    frame: Frame
    words: tuple[Word, ...]
    hidden: tuple[HiddenText, ...]
    under: tuple[HiddenText, ...]
    ocr: bool
    undrawn: bool

    @classmethod
    def of(
        cls, page: Any, number: int, most_pixels: int, keep: Callable[[Image.Image], None]
    ) -> Self:
        """Draw the page once, `keep` its picture, and compare the text with it.

        Raises RejectedError for a picture of too many pixels.
        """
        frame = Frame.of(page)
        pictures, objects = _pictures(page, most_pixels)
        parts = parts_of(page)
        image = _drawn(page)
        found: dict[int, How] = {}
        unknown = image is None
        if image is not None:
            keep(image)
            looks = _hidden(page, parts, frame, image)
            found = {index: how for index, how in looks.items() if how != "unknown"}
            unknown = len(looks) > len(found)
        seen = [part for index, part in enumerate(parts) if index not in found]
        words = words_of(seen, number, frame)
        under = _under_pictures(parts, found, pictures, frame)
        hidden = {index: how for index, how in found.items() if index not in under}
        return cls(
            frame=frame,
            words=tuple(words),
            hidden=tuple(_passages(parts, hidden, number, frame)),
            under=tuple(_passages(parts, {i: found[i] for i in under}, number, frame)),
            ocr=bool(under) or _is_drawn(words, objects, has_picture=bool(pictures)),
            undrawn=unknown,
        )


def _drawn(page: Any) -> Image.Image | None:
    try:
        return draw(page, viewing_dpi(page))
    except (pypdfium2.PdfiumError, ValueError):
        return None


def _hidden(
    page: Any, parts: Sequence[Part], frame: Frame, image: Image.Image
) -> dict[int, How | Unknown]:
    return hidden_parts(
        page, parts, frame, pixels_of(image), lambda: pixels_of(draw(page, viewing_dpi(page)))
    )


def _pictures(page: Any, most_pixels: int) -> tuple[list[Rectangle], int]:
    """The places of the page's pictures, and how many objects there are at all."""
    pictures: list[Rectangle] = []
    objects = 0
    for found in page.get_objects(max_depth=4):
        objects += 1
        if found.type != raw.FPDF_PAGEOBJ_IMAGE:
            continue
        width, height = found.get_px_size()
        if width * height > most_pixels:
            raise RejectedError("file_too_many_pixels", f"a picture of {width} x {height}")
        pictures.append(found.get_bounds())
    return pictures, objects


def _is_drawn(words: Sequence[Word], objects: int, *, has_picture: bool) -> bool:
    """Tell whether the page is drawn rather than typed."""
    text = "".join(word.text for word in words)
    if len(ODD.findall(text)) * 3 > len(text):  # fonts without a meaning
        return objects > 0
    letters = sum(character.isalnum() for character in text)
    return letters < FEW and (has_picture or (objects > 0 and not letters))


def _under_pictures(
    parts: Sequence[Part], found: dict[int, How], pictures: Sequence[Rectangle], frame: Frame
) -> set[int]:
    """The unseen parts that lie on or under a large picture, where they are a text's worth."""
    shown = (frame.shown[2] - frame.shown[0]) * (frame.shown[3] - frame.shown[1])
    large = [one for one in pictures if (one[2] - one[0]) * (one[3] - one[1]) >= SCAN * shown]
    under = {
        index
        for index, how in found.items()
        if how in ("invisible", "covered") and any(_inside(parts[index], one) for one in large)
    }
    letters = sum(len(parts[index].text) for index in under)
    return under if letters >= FEW else set()


def _inside(part: Part, around_it: Rectangle) -> bool:
    x, y = (part.place[0] + part.place[2]) / 2, (part.place[1] + part.place[3]) / 2
    return around_it[0] <= x <= around_it[2] and around_it[1] <= y <= around_it[3]


def _passages(
    parts: Sequence[Part], found: dict[int, How], number: int, frame: Frame
) -> Iterator[HiddenText]:
    """Words that follow each other and are hidden alike make one passage."""
    for (_, how), group in groupby(
        enumerate(sorted(found)), key=lambda pair: (pair[1] - pair[0], found[pair[1]])
    ):
        passage = [parts[index] for _, index in group]
        yield HiddenText(text=_text(passage), page=number, how=how, box=_box(passage, frame))


def _text(passage: Iterable[Part]) -> str:
    runs = groupby(passage, key=lambda part: part.run)
    return " ".join("".join(part.text for part in run) for _, run in runs)


def _box(passage: Iterable[Part], frame: Frame) -> Box | None:
    return frame.box(around(part.place for part in passage))
