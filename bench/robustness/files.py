"""The files of a robustness run, and what is known of each."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

INDEX = "index.jsonl"


@dataclass(frozen=True)
class Sample:
    """A file. `must` says in words what a sound system does with it, where the index does.

    `reference` is how many characters another reader finds in it without a password.
    """

    path: Path
    name: str
    size: int
    category: str = ""
    must: str = ""
    reference: int | None = None


def samples(folder: Path) -> list[Sample]:
    """Those that the index names, or every file below the folder."""
    if (folder / INDEX).exists():
        return list(_indexed(folder))
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [Sample(path, str(path.relative_to(folder)), path.stat().st_size) for path in paths]


def _indexed(folder: Path) -> Iterator[Sample]:
    for line in (folder / INDEX).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not row.get("file"):  # a text without a file
            continue
        path = folder / row["file"]
        gold = row.get("gold") or {}
        yield Sample(
            path,
            row["file"],
            path.stat().st_size,
            gold.get("category") or "",
            gold.get("must") or "",
            (row.get("ref_pdftotext") or {}).get("chars"),
        )
