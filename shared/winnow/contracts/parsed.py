"""A document as read: pages, elements, words and chunks. Stored as one JSON blob."""

from typing import Literal

from pydantic import Field

from winnow.contracts.base import BlobRef, Box, Record


class Page(Record):
    """One page, or one sheet, slide or message part of a format that has no pages."""

    number: int = Field(ge=1)
    width: float | None = Field(default=None, description="Points (PDF) or pixels (pictures).")
    height: float | None = None
    image: BlobRef | None = Field(default=None, description="PNG for the reviewer.")
    ocr: bool = False


class Element(Record):
    """A paragraph, title, list item or table in reading order."""

    id: str
    category: str = Field(description="unstructured's category, such as Title or NarrativeText.")
    text: str
    page: int = Field(ge=1)
    box: Box | None = None
    start: int = Field(ge=0, description="First character in the document text.")
    end: int = Field(ge=0)
    html: str | None = Field(default=None, description="Tables only: rows and cells as HTML.")


class Word(Record):
    """One word as drawn, with its place; formats without a layout have none."""

    text: str
    page: int = Field(ge=1)
    box: Box
    confidence: float | None = Field(default=None, ge=0, le=1, description="OCR only.")


class Chunk(Record):
    """A passage small enough to embed, and the elements it was made of."""

    id: str
    index: int = Field(ge=0)
    text: str
    elements: tuple[str, ...]
    pages: tuple[int, ...]


class HiddenText(Record):
    """Text of the file that the page does not show: kept out of `text` and of every prompt."""

    text: str
    page: int = Field(ge=1)
    how: Literal["invisible", "tiny", "off_page", "background", "covered", "other"]
    box: Box | None = None


class ParsedDocument(Record):
    """All that was read. `text` is the elements' text joined by blank lines; spans index it."""

    text: str
    pages: tuple[Page, ...]
    elements: tuple[Element, ...]
    words: tuple[Word, ...] = ()
    chunks: tuple[Chunk, ...]
    language: str | None = Field(default=None, description="ISO 639-1, detected.")
    warnings: tuple[str, ...] = ()
    hidden: tuple[HiddenText, ...] = ()
