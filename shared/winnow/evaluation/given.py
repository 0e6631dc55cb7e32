"""Text that was given with a labelled document, as if ingest had read it."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from winnow.contracts.base import Box
from winnow.contracts.parsed import Chunk, Element, Page, ParsedDocument, Word
from winnow.errors import RejectedError

BETWEEN: Final = "\n\n"
BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n\s*")
UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
CHUNK: Final = 1000  # characters
Piece = tuple[str, Box | None]


def given_document(
    text: str | None,
    boxes: Sequence[dict[str, Any]] | None = None,
    size: tuple[float, float] | None = None,
) -> ParsedDocument:
    """A document of one page, by the conventions of ingest.

    With `boxes` (lines with eight numbers, the corners in pixels) each line is an element, and its
    box is shared out among its words by their length; else the paragraphs of `text` are elements,
    and nothing has a place. `size` is the page's width and height in pixels; without it the page
    ends where the lines do. Raises RejectedError `file_no_text`.
    """
    lines = [line for line in boxes or () if _clean(line["text"])]
    if lines:
        width, height = size or _extent(lines)
        pieces: list[Piece] = [
            (_clean(line["text"]), _box(line["box"], width, height)) for line in lines
        ]
        page = Page(number=1, width=width, height=height)
    else:
        parts = (_clean(part) for part in BLANK_LINE.split(_clean(text or "")))
        pieces = [(part, None) for part in parts if part]
        page = Page(number=1)
    if not pieces:
        raise RejectedError("file_no_text", "neither in the text nor in the boxes")
    elements = _elements(pieces)
    return ParsedDocument(
        text=BETWEEN.join(element.text for element in elements),
        pages=(page,),
        elements=elements,
        words=tuple(word for piece in pieces for word in _words(*piece)),
        chunks=_chunks(elements),
    )


def picture_size(file: Path | None) -> tuple[float, float] | None:
    """Width and height in pixels as a person sees it, or None where the file is no picture."""
    if file is None:
        return None
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(file) as picture:
            width, height = ImageOps.exif_transpose(picture).size
    except UnidentifiedImageError:
        return None
    return float(width), float(height)


def _clean(text: str) -> str:
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _extent(lines: Iterable[dict[str, Any]]) -> tuple[float, float]:
    corners = [line["box"] for line in lines]
    across, down = max(max(box[0::2]) for box in corners), max(max(box[1::2]) for box in corners)
    return max(float(across), 1.0), max(float(down), 1.0)


def _box(corners: Sequence[float], width: float, height: float) -> Box:
    across = [min(max(at / width, 0.0), 1.0) for at in corners[0::2]]
    down = [min(max(at / height, 0.0), 1.0) for at in corners[1::2]]
    return Box(x0=min(across), y0=min(down), x1=max(across), y1=max(down))


def _elements(pieces: Sequence[Piece]) -> tuple[Element, ...]:
    elements, start = [], 0
    for number, (text, box) in enumerate(pieces):
        elements.append(
            Element(
                id=f"e{number:04}",
                category="UncategorizedText",
                text=text,
                page=1,
                box=box,
                start=start,
                end=start + len(text),
            )
        )
        start += len(text) + len(BETWEEN)
    return tuple(elements)


def _words(text: str, box: Box | None) -> list[Word]:
    """The words of a line, each with the share of the line's box that its characters have."""
    if box is None:
        return []
    wide = (box.x1 - box.x0) / len(text)
    return [
        Word(
            text=word[0],
            page=1,
            box=Box(
                x0=box.x0 + wide * word.start(),
                y0=box.y0,
                x1=min(box.x0 + wide * word.end(), 1.0),
                y1=box.y1,
            ),
        )
        for word in re.finditer(r"\S+", text)
    ]


def _chunks(elements: Sequence[Element]) -> tuple[Chunk, ...]:
    groups: list[list[Element]] = []
    for element in elements:
        if groups and sum(len(one.text) for one in groups[-1]) + len(element.text) <= CHUNK:
            groups[-1].append(element)
        else:
            groups.append([element])
    return tuple(
        Chunk(
            id=f"c{index:04}",
            index=index,
            text=BETWEEN.join(element.text for element in group),
            elements=tuple(element.id for element in group),
            pages=(1,),
        )
        for index, group in enumerate(groups)
    )
