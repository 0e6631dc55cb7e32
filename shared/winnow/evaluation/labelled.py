"""Labelled documents, read from a JSONL file with every fault named by its line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from winnow.errors import MisconfiguredError
from winnow.evaluation.gold import GoldError, coerce
from winnow.recipes.recipe import Recipe

TOLD: Final = 20  # faults that an error lists
TEXTS: Final = (".txt", ".md", ".text")  # endings by which `text` is taken for a path


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document and what it says.

    `gold` is in the recipe's form (dates ISO, numbers float). A key that is missing is not judged;
    null says that the document does not have the value. `group` is what stays together in every
    split: the row's `split_key`, or the document by itself. `text` and `boxes` were given with it:
    a line is `{"box": [8 numbers, the corners in pixels], "text": ...}`.
    """

    id: str
    group: str
    gold: dict[str, Any]
    file: Path | None = None
    text: str | None = None
    boxes: list[dict[str, Any]] | None = None
    unjudged: tuple[str, ...] = ()  # gold keys that the recipe has no field for, or that are blank
    references: tuple[str, ...] = ()  # right texts, where the answer is free text


class _RowError(Exception):
    """What is wrong with a row."""


def read_labelled(path: Path, recipe: Recipe) -> list[Labelled]:
    """The rows of a JSONL file: `id`, `gold`, and `file`, `text`, `ocr_text` or `ocr_boxes`.

    Paths are relative to the file. Raises MisconfiguredError, one line a fault: `file:line: what`.
    """
    read: dict[str, Labelled] = {}
    faults: list[str] = []
    for number, line in _lines(path):
        try:
            row = _read(line, path.parent, recipe)
        except (_RowError, GoldError) as error:
            faults.append(f"{path}:{number}: {error}")
            continue
        if row.id in read:
            faults.append(f"{path}:{number}: the id {row.id!r} stands in another row too")
        read[row.id] = row
    if faults:
        more = [f"and {len(faults) - TOLD} more"] if len(faults) > TOLD else []
        raise MisconfiguredError("\n".join([*faults[:TOLD], *more]))
    if not read:
        raise MisconfiguredError(f"{path}: there is no labelled document in it")
    return list(read.values())


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise MisconfiguredError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise MisconfiguredError(f"{path}: is not UTF-8: {error}") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _read(line: str, folder: Path, recipe: Recipe) -> Labelled:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise _RowError(f"is no JSON: {error}") from error
    if not isinstance(row, dict):
        raise _RowError('must be an object such as {"id": "a", "file": "a.pdf", "gold": {}}')
    id_, gold = row.get("id"), row.get("gold")
    if not isinstance(id_, str) or not id_:
        raise _RowError("`id` is missing; give each document a text of its own")
    if not isinstance(gold, dict):
        raise _RowError("`gold` must be an object: the recipe's fields and their true values")
    known, unjudged = coerce(gold, recipe)
    file = _path(row, "file", folder)
    text, boxes = _text(row, folder), _boxes(row, folder)
    if file is None and text is None and boxes is None:
        raise _RowError("has no document: name a `file`, or give its `text` or `ocr_boxes`")
    group = row.get("split_key")
    group = group if isinstance(group, str) else id_
    return Labelled(id_, group, known, file, text, boxes, unjudged, _references(row))


def _references(row: dict[str, Any]) -> tuple[str, ...]:
    given = row.get("references", [])
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise _RowError("`references` must be a list of texts that are right summaries")
    return tuple(given)


def _path(row: dict[str, Any], key: str, folder: Path) -> Path | None:
    named = row.get(key)
    if named is None:
        return None
    if not isinstance(named, str):
        raise _RowError(f"`{key}` must be a path, relative to this file")
    path = folder / named
    if not path.is_file():
        raise _RowError(f"`{key}` names {named}, and there is no such file")
    return path


def _text(row: dict[str, Any], folder: Path) -> str | None:
    """Of `ocr_text`, a path, or of `text`: a path if it is one word that ends so, else itself."""
    if (path := _path(row, "ocr_text", folder)) is not None:
        return _content(path)
    given = row.get("text")
    if given is None:
        return None
    if not isinstance(given, str):
        raise _RowError("`text` must be the document's text, or the path of a .txt file")
    if given.lower().endswith(TEXTS) and len(given.split()) == 1:
        found = _path(row, "text", folder)
        return _content(found) if found else None
    return given


def _content(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise _RowError(f"{path.name} is not UTF-8: {error}") from error


def _boxes(row: dict[str, Any], folder: Path) -> list[dict[str, Any]] | None:
    path = _path(row, "ocr_boxes", folder)
    if path is None:
        return None
    try:
        lines = json.loads(_content(path))
    except json.JSONDecodeError as error:
        raise _RowError(f"{path.name} is no JSON: {error}") from error
    if not isinstance(lines, list) or not all(_is_line(line) for line in lines):
        raise _RowError(f'{path.name} must be a list of {{"box": [8 numbers], "text": "..."}}')
    return lines


def _is_line(line: Any) -> bool:
    if not isinstance(line, dict) or not isinstance(line.get("text"), str):
        return False
    box = line.get("box")
    return (
        isinstance(box, list) and len(box) == 8 and all(isinstance(at, int | float) for at in box)
    )
