"""Labelled rows, and shares with their intervals."""

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from winnow.evaluation.intervals import wilson


def rows(folder: Path, every: int = 1) -> list[dict[str, Any]]:
    """The rows of a labelled set, or only each N-th."""
    lines = (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines[::every]]


def share(count: int, of: int) -> dict[str, float | int]:
    """A share with Wilson's 95 % interval."""
    low, high = wilson(count, of)
    told = round(count / of, 4) if of else 0.0
    return {"count": count, "of": of, "share": told, "low": round(low, 4), "high": round(high, 4)}


def shares(seen: Iterable[tuple[str, bool]]) -> dict[str, dict[str, float | int]]:
    """The share of hits by class, classes in their order of the alphabet."""
    by_class: dict[str, list[bool]] = defaultdict(list)
    for name, hit in seen:
        by_class[name].append(hit)
    return {name: share(sum(hits), len(hits)) for name, hits in sorted(by_class.items())}
