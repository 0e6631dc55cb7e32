"""Labelled documents from a JSONL: their gold values and what was read of them."""

import asyncio
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from winnow.contracts.base import Box
from winnow.contracts.parsed import Element, ParsedDocument, Word
from winnow_ingest.reader import FileReader
from winnow_ingest.settings import IngestSettings


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The lines of the JSONL; files in them are relative to its folder."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


class Documents:
    """Makes the document of a row when it is asked for, as it comes fresh to the service."""

    def __init__(self, folder: Path) -> None:
        settings = IngestSettings()
        self._folder = folder
        self._reader = FileReader(settings.limits(), settings.ingest_ocr_languages)

    async def read(self, row: dict[str, Any]) -> ParsedDocument:
        """The text (and lines) given with a row, else its file through ingest.

        Raises LookupError for a row with neither, RejectedError for a file that ingest refuses.
        """
        if text := row.get("ocr_text") or row.get("text"):
            boxes = row.get("ocr_boxes")
            lines = json.loads((self._folder / boxes).read_text("utf-8")) if boxes else None
            return given((self._folder / text).read_text("utf-8"), lines)
        if row.get("file"):
            return await self._through_ingest(self._folder / row["file"])
        raise LookupError("neither a text nor a file")

    async def close(self) -> None:
        await self._reader.close()

    async def _through_ingest(self, path: Path) -> ParsedDocument:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / path.name  # the reader leaves page images beside it
            await asyncio.to_thread(shutil.copyfile, path, copy)
            return (await self._reader.read(copy, path.name, "application/octet-stream")).document


def given(text: str, lines: list[dict[str, Any]] | None) -> ParsedDocument:
    """A page of the given text; with lines (box of 8 pixels, text) an element and words for each.

    A word's share of its line's box is as long as its share of the letters.
    """
    if lines is None:
        whole = Element(id="e0", category="Text", text=text, page=1, start=0, end=len(text))
        return ParsedDocument(text=text, pages=(), elements=(whole,), chunks=())
    wide = max(max(line["box"][0::2]) for line in lines)
    high = max(max(line["box"][1::2]) for line in lines)
    elements: list[Element] = []
    words: list[Word] = []
    start = 0
    for line in lines:
        xs, ys = line["box"][0::2], line["box"][1::2]
        x0, x1 = max(0, min(xs)) / wide, max(xs) / wide
        y0, y1 = max(0, min(ys)) / high, max(ys) / high
        box = Box(x0=x0, y0=y0, x1=x1, y1=y1)
        end = start + len(line["text"])
        elements.append(
            Element(
                id=f"e{len(elements)}",
                category="Text",
                text=line["text"],
                page=1,
                box=box,
                start=start,
                end=end,
            )
        )
        words += _words(line["text"], box)
        start = end + 1
    joined = "\n".join(line["text"] for line in lines)
    return ParsedDocument(
        text=joined, pages=(), elements=tuple(elements), words=tuple(words), chunks=()
    )


def _words(text: str, box: Box) -> Iterator[Word]:
    at, share = 0, (box.x1 - box.x0) / max(1, len(text))
    for token in text.split():
        at = text.index(token, at)
        x0 = box.x0 + at * share
        at += len(token)
        place = box.model_copy(update={"x0": x0, "x1": min(1.0, box.x0 + at * share)})
        yield Word(text=token, page=1, box=place)
