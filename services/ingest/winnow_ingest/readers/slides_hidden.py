"""Text of a PowerPoint file that is not shown: hidden slides, shapes beside the slide, tiny."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from winnow.contracts.parsed import HiddenText
from winnow_ingest.readers.pdf_hidden import How

SMALL: Final = 12700  # English Metric Units; a point


def strip_hidden(path: Path, copy: Path) -> tuple[Path, tuple[HiddenText, ...]]:
    """The file as it is shown, written to `copy` where it hides something, and what it hides.

    The text of a hidden slide is taken out of it: pages keep their numbers.
    """
    from pptx import Presentation

    deck = Presentation(str(path))
    size = (deck.slide_width or 0, deck.slide_height or 0)
    hidden: list[HiddenText] = []
    for number, slide in enumerate(deck.slides, start=1):
        away = slide.element.get("show") in ("0", "false")
        for shape in list(slide.shapes):
            how = "invisible" if away else _how(shape, size)
            if how is not None:
                text = "\n".join(_texts(shape.element))
                if text.strip():
                    hidden.append(HiddenText(text=text, page=number, how=how))
                shape.element.getparent().remove(shape.element)
            else:
                hidden += _tiny(shape, number)
    if not hidden:
        return path, ()
    deck.save(str(copy))
    return copy, tuple(hidden)


def _how(shape: Any, size: tuple[int, int]) -> How | None:
    """How a whole shape is hidden, if it is."""
    named = [one.get("hidden") for one in shape.element.iter("{*}cNvPr")]
    if named and named[0] in ("1", "true"):
        return "invisible"
    if None in (shape.left, shape.top, shape.width, shape.height):
        return None  # it stands where its layout says
    right, bottom = shape.left + shape.width, shape.top + shape.height
    if right <= 0 or bottom <= 0 or shape.left >= size[0] or shape.top >= size[1]:
        return "off_page"
    return None


def _tiny(shape: Any, number: int) -> Iterator[HiddenText]:
    if not shape.has_text_frame:
        return
    for paragraph in shape.text_frame.paragraphs:
        for run in paragraph.runs:
            if run.font.size is not None and run.font.size <= SMALL and run.text.strip():
                yield HiddenText(text=run.text, page=number, how="tiny")
                run.text = ""


def _texts(element: Any) -> Iterator[str]:
    for paragraph in element.iter("{*}p"):
        text = "".join(piece.text or "" for piece in paragraph.iter("{*}t"))
        if text:
            yield text
