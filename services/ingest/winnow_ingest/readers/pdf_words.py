"""The words of a PDF page's text layer and where they stand."""

from ctypes import byref, c_double
from typing import Any, Final

from pypdfium2 import raw

from winnow.contracts.parsed import Word
from winnow_ingest.readers.pdf_boxes import Frame, Rectangle

HYPHEN: Final = "\x02"  # what pdfium makes of a hyphen at the end of a line
Character = tuple[str, Rectangle]


def words_of(page: Any, number: int, frame: Frame) -> list[Word]:
    """Words in the order of the file; those that lie off the page are left out."""
    textpage = page.get_textpage()
    try:
        runs = _runs(_characters(textpage))
    finally:
        textpage.close()
    words: list[Word] = []
    for run in runs:
        box = frame.box(_around(run))
        text = _joined(run)
        if box is not None and text:
            words.append(Word(text=text, page=number, box=box))
    return words


def _characters(textpage: Any) -> list[Character]:
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    places = (byref(left), byref(right), byref(bottom), byref(top))
    characters: list[Character] = []
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage.raw, index)
        raw.FPDFText_GetCharBox(textpage.raw, index, *places)
        characters.append((chr(code), (left.value, bottom.value, right.value, top.value)))
    return characters


def _runs(characters: list[Character]) -> list[list[Character]]:
    """Cut at white space; pdfium puts some where a gap or a new line is."""
    runs: list[list[Character]] = [[]]
    for character in characters:
        if character[0] == HYPHEN:
            runs[-1].append(("-", character[1]))
        if character[0].isspace() or character[0] in ("\x00", HYPHEN):
            runs.append([])
        else:
            runs[-1].append(character)
    return [run for run in runs if run]


def _around(run: list[Character]) -> Rectangle:
    lefts, bottoms, rights, tops = zip(*(place for _, place in run), strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _joined(run: list[Character]) -> str:
    """The characters as text; pdfium gives those beyond U+FFFF as two halves."""
    text = "".join(character for character, _ in run)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
