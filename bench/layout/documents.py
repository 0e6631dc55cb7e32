"""Labelled documents as read: the text or OCR given with them, or a PDF through ingest's reader."""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from winnow.contracts.parsed import ParsedDocument
from winnow.evaluation.given import given_document, picture_size
from winnow.evaluation.labelled import Labelled, read_labelled
from winnow.layout.plan import scalar_fields
from winnow.recipes.recipe import Recipe


@dataclass(frozen=True)
class Case:
    """A document, its right scalar values, and what it must not be split from."""

    group: str
    parsed: ParsedDocument
    gold: dict[str, Any]


def read_cases(path: Path, recipe: Recipe, grouped_by: str | None) -> list[Case]:
    """Every document of the index, in its order; grouped by a gold field where one is named."""
    return [_case(one, recipe, grouped_by) for one in read_labelled(path, recipe)]


def _case(one: Labelled, recipe: Recipe, grouped_by: str | None) -> Case:
    names = [pointer[1:] for pointer in scalar_fields(recipe)]
    gold = {name: one.gold[name] for name in names if name in one.gold}
    group = str(one.gold.get(grouped_by, one.id)) if grouped_by else one.group
    return Case(group, _parsed(one), gold)


def _parsed(one: Labelled) -> ParsedDocument:
    if one.text is not None or one.boxes is not None:
        return given_document(one.text, one.boxes, picture_size(one.file))
    if one.file is None:
        raise AssertionError("a labelled document has a text, boxes or a file")
    return _of_file(one.file)


def _of_file(path: Path) -> ParsedDocument:
    import winnow_ingest.preloaded  # noqa: F401  # what its workers import
    from winnow_ingest.drafts import Job
    from winnow_ingest.limits import Limits
    from winnow_ingest.reading import read_file

    print(f"  reading {path.name}", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        job = Job(path, Path(folder), path.name, "application/pdf", Limits(), "eng+deu")
        return read_file(job).document
