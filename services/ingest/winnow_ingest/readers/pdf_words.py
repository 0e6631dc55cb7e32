"""The words of a PDF page's text layer, where they stand and what they are drawn with."""

from collections.abc import Iterable, Iterator, Sequence
from ctypes import addressof, byref, c_double, c_uint
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, NamedTuple

from pypdfium2 import raw

from winnow.contracts.parsed import Word
from winnow_ingest.readers.pdf_boxes import Frame, Rectangle

HYPHEN: Final = "\x02"  # what pdfium makes of a hyphen at the end of a line
FLAT: Final = 1.0  # points; lower letters are tiny or their font lacks them
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Ink:
    """How a text object is drawn. `mode` is Tr of the PDF standard; `alpha` runs from 0 to 255.

    `embedded` tells whether the file brings the font, so that its letters look alike everywhere.
    """

    mode: int
    colour: Colour
    alpha: int
    embedded: bool


class Character(NamedTuple):
    text: str
    place: Rectangle
    ink: Ink | None
    handle: Any  # pdfium's text object; None for what pdfium adds itself, such as spaces


class Part(NamedTuple):
    """A word, or as much of it as is drawn with the same ink."""

    text: str
    place: Rectangle
    ink: Ink | None
    handles: tuple[Any, ...]
    run: int  # parts of one word share it


def parts_of(page: Any) -> list[Part]:
    """Every word of the text layer in the order of the file, on the page or off it."""
    textpage = page.get_textpage()
    try:
        runs = _runs(_characters(textpage))
    finally:
        textpage.close()
    return [part for number, run in enumerate(runs) for part in _parts(run, number)]


def words_of(parts: Iterable[Part], number: int, frame: Frame) -> list[Word]:
    """The parts joined to words again; those that lie off the page are left out."""
    words: list[Word] = []
    for _, group in groupby(parts, key=lambda part: part.run):
        run = list(group)
        box = frame.box(around(part.place for part in run))
        text = "".join(part.text for part in run)
        if box is not None and text:
            words.append(Word(text=text, page=number, box=box))
    return words


def around(places: Iterable[Rectangle]) -> Rectangle:
    """The smallest rectangle around others."""
    lefts, bottoms, rights, tops = zip(*places, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _characters(textpage: Any) -> Iterator[Character]:
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    places = (byref(left), byref(right), byref(bottom), byref(top))
    inks: dict[int, Ink] = {}
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage.raw, index)
        raw.FPDFText_GetCharBox(textpage.raw, index, *places)
        place = (left.value, bottom.value, right.value, top.value)
        if top.value - bottom.value < FLAT and chr(code).isalnum():
            place = _loose(textpage, index)
        handle = raw.FPDFText_GetTextObject(textpage.raw, index) or None
        ink = None
        if handle is not None:
            address = addressof(handle.contents)
            ink = inks.get(address) or inks.setdefault(address, _ink(handle))
        yield Character(chr(code), place, ink, handle)


def _loose(textpage: Any, index: int) -> Rectangle:
    """Where a letter stands by the size of its font, whatever its outline is."""
    found = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(textpage.raw, index, byref(found))
    return found.left, found.bottom, found.right, found.top


def _ink(handle: Any) -> Ink:
    """An outline counts as what its line is drawn with."""
    mode = raw.FPDFTextObj_GetTextRenderMode(handle)
    asked = (
        raw.FPDFPageObj_GetStrokeColor
        if mode == raw.FPDF_TEXTRENDERMODE_STROKE
        else raw.FPDFPageObj_GetFillColor
    )
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint(255)
    asked(handle, byref(red), byref(green), byref(blue), byref(alpha))
    embedded = raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(handle)) == 1
    return Ink(mode, (red.value, green.value, blue.value), alpha.value, embedded)


def _runs(characters: Iterable[Character]) -> list[list[Character]]:
    """Cut at white space; pdfium puts some where a gap or a new line is."""
    runs: list[list[Character]] = [[]]
    for character in characters:
        if character.text == HYPHEN:
            runs[-1].append(character._replace(text="-"))
        if character.text.isspace() or character.text in ("\x00", HYPHEN):
            runs.append([])
        else:
            runs[-1].append(character)
    return [run for run in runs if run]


def _parts(run: Sequence[Character], number: int) -> Iterator[Part]:
    for ink, group in groupby(run, key=lambda character: character.ink):
        found = list(group)
        handles = {addressof(one.handle.contents): one.handle for one in found if one.handle}
        text = _joined(found)
        if text:
            place = around(one.place for one in found)
            yield Part(text, place, ink, tuple(handles.values()), number)


def _joined(run: Iterable[Character]) -> str:
    """The characters as text; pdfium gives those beyond U+FFFF as two halves."""
    text = "".join(character.text for character in run)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
