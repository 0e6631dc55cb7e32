"""Labelled documents as read: of their text, of given OCR, or of a PDF through ingest's reader."""

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from winnow.contracts.base import Box
from winnow.contracts.parsed import Element, Page, ParsedDocument, Word
from winnow.layout.amounts import readings
from winnow.layout.days import days_in
from winnow.layout.plan import scalar_fields
from winnow.recipes.recipe import Recipe


@dataclass(frozen=True)
class Case:
    """A document, its right values, and what it must not be split from."""

    group: str
    parsed: ParsedDocument
    gold: dict[str, Any]


def read_cases(path: Path, recipe: Recipe, grouped_by: str | None) -> list[Case]:
    """Every document of the index, in its order."""
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    return [_case(row, path.parent, recipe, grouped_by) for row in rows]


def _case(row: dict[str, Any], folder: Path, recipe: Recipe, grouped_by: str | None) -> Case:
    fields = {pointer[1:]: schema for pointer, schema in scalar_fields(recipe).items()}
    gold = {
        name: _coerced(row["gold"][name], schema)
        for name, schema in fields.items()
        if name in row["gold"]
    }
    group = str(row["gold"].get(grouped_by)) if grouped_by else row.get("split_key", row["id"])
    return Case(group, _parsed(row, folder), gold)


def _coerced(value: Any, schema: dict[str, Any]) -> Any:
    """The value in the recipe's form; null where it cannot be had."""
    if not isinstance(value, str):
        return value
    if schema.get("format") == "date":
        return next(iter(days_in(value)), None)
    if schema["type"] == "number":
        digits = value.strip(" $RM")
        return next((number for number, _ in readings(digits)), None) if digits else None
    return value.strip() or None


def _parsed(row: dict[str, Any], folder: Path) -> ParsedDocument:
    if boxes := row.get("ocr_boxes"):
        return _of_boxes(json.loads((folder / boxes).read_text()))
    if text := row.get("text"):
        return _document((folder / text).read_text(), Page(number=1), ())
    return _of_file(folder / row["file"])


def _document(text: str, page: Page, words: tuple[Word, ...]) -> ParsedDocument:
    element = Element(id="e0", category="Text", text=text, page=1, start=0, end=len(text))
    return ParsedDocument(text=text, pages=(page,), elements=(element,), words=words, chunks=())


def _of_boxes(lines: list[dict[str, Any]]) -> ParsedDocument:
    wide = max(max(line["box"][0::2]) for line in lines) + 1
    tall = max(max(line["box"][1::2]) for line in lines) + 1
    words = tuple(word for line in lines for word in _words(line, wide, tall))
    page = Page(number=1, width=wide, height=tall)
    return _document("\n".join(line["text"] for line in lines), page, words)


def _words(line: dict[str, Any], wide: float, tall: float) -> list[Word]:
    """The words of a line, each with its share of the line's box."""
    text, across, down = line["text"], line["box"][0::2], line["box"][1::2]
    left, step = min(across), (max(across) - min(across)) / max(1, len(text))
    words, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        begin, end = left + step * at, left + step * (at + len(word))
        box = Box(x0=begin / wide, y0=min(down) / tall, x1=end / wide, y1=max(down) / tall)
        words.append(Word(text=word, page=1, box=box))
        at += len(word)
    return words


def _of_file(path: Path) -> ParsedDocument:
    from winnow_ingest.drafts import Job
    from winnow_ingest.limits import Limits
    from winnow_ingest.reading import read_file

    print(f"reading {path.name}", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        job = Job(path, Path(folder), path.name, "application/pdf", Limits(), "eng+deu")
        return read_file(job).document
