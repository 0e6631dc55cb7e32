"""Labelled documents from a JSONL: their gold values and what was read of them."""

import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from winnow.contracts.base import Box
from winnow.contracts.parsed import Element, ParsedDocument, Word
from winnow.errors import RejectedError
from winnow_ingest.reader import FileReader
from winnow_ingest.settings import IngestSettings


class Case(NamedTuple):
    """A document with the values it should give."""

    id: str
    gold: dict[str, Any]
    parsed: ParsedDocument


async def read_cases(path: Path) -> list[Case]:
    """Each line's document: the text (and lines) given with it, else its file through ingest.

    Rows with neither, and files that ingest refuses, are told on stderr and left out.
    """
    settings = IngestSettings()
    reader = FileReader(settings.limits(), settings.ingest_ocr_languages)
    cases = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        try:
            parsed = await _document(path.parent, row, reader)
        except (RejectedError, LookupError) as error:
            print(f"{row.get('id')}: {error}; left out", file=sys.stderr)
            continue
        cases.append(Case(str(row["id"]), row["gold"], parsed))
    await reader.close()
    return cases


async def _document(folder: Path, row: dict[str, Any], reader: FileReader) -> ParsedDocument:
    if text := row.get("ocr_text") or row.get("text"):
        boxes = row.get("ocr_boxes")
        lines = json.loads((folder / boxes).read_text("utf-8")) if boxes else None
        return given((folder / text).read_text("utf-8"), lines)
    if row.get("file"):
        return await through_ingest(folder / row["file"], reader)
    raise LookupError("neither a text nor a file")


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


async def through_ingest(path: Path, reader: FileReader) -> ParsedDocument:
    """The file as the ingest service reads it. Raises RejectedError where it cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name  # the reader leaves page images beside it
        await asyncio.to_thread(shutil.copyfile, path, copy)
        return (await reader.read(copy, path.name, "application/octet-stream")).document
