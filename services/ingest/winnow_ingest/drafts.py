"""What is asked of a reader of files, and what it gives."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from winnow.contracts.base import Box
from winnow.contracts.parsed import HiddenText, Page, Word
from winnow_ingest.limits import Limits


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read. `folder` is the worker's own; page images go there, see `image_path`."""

    path: Path
    folder: Path
    file_name: str
    media_type: str
    limits: Limits
    languages: str

    def image_path(self, page: int) -> Path:
        return image_path(self.folder, page)


def image_path(folder: Path, page: int) -> Path:
    """Where the PNG of a page lies, if there is one; pages count from 1."""
    return folder / f"page-{page:05}.png"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text before it has an id and a place in the document's text."""

    text: str
    category: str = "UncategorizedText"
    page: int = 1
    box: Box | None = None
    html: str | None = None

    def but(self, **changes: object) -> Self:
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as its reader left it: blocks in reading order, pages without images."""

    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = (Page(number=1),)
    words: tuple[Word, ...] = ()
    warnings: tuple[str, ...] = ()
    hidden: tuple[HiddenText, ...] = ()
