"""python -m bench.tune.planted: what the data checks find of planted faults; ends as JSON.

The examples of an index are split, 5 % are copied across the split (every other copy with letters
misread at 2 %, the others with spaces lost and doubled), 5 % get a wrong answer, 1 % contradict.
Found means that a finding names the planted example, and for a wrong answer its field. The share
of unplanted examples that are named is told beside it: the data has faults of its own among them.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from bench.tune.labelled_sets import (
    known_faults,
    other_intent,
    other_value,
    read_intents,
    read_receipts,
)
from bench.tune.planting import Planted, plant
from numpy.typing import NDArray

from winnow.config import Settings
from winnow.contracts.tuning import TrainingExample
from winnow.embedding.open import open_embedder
from winnow.embedding.port import Embedder
from winnow.evaluation.scores import share
from winnow.recipes.recipe import Recipe
from winnow.tuning.checks import Finding, Report, check, vectors_of
from winnow.tuning.split import given_split

WRONG = ("suspected-label", "value-not-in-text", "format-outlier")
OWN = ("exact-duplicates", "near-duplicates", "contradiction", "near-contradiction", *WRONG)


def main() -> None:
    """Print the figures of each seed and of all together."""
    asked = _arguments()
    read, swap_of = (
        (read_receipts, other_value)
        if "ocr_text" in _first(asked.data)
        else (read_intents, other_intent)
    )
    recipe, clean = read(asked.data)
    clean = clean[:: asked.every]
    told: dict[str, Any] = {"data": str(asked.data.parent.name), "examples": len(clean)}
    told["own"] = own_faults(_checked(_whole(clean), recipe, not asked.words_only))
    told["seeds"] = {}
    for seed in asked.seeds:
        planted = plant(clean, asked.share, seed, swap_of(clean))
        started = time.perf_counter()
        report = _checked(planted, recipe, not asked.words_only)
        told["seeds"][seed] = figures(planted, report, known_faults(asked.data)) | {
            "seconds": round(time.perf_counter() - started, 1)
        }
        print(json.dumps({seed: told["seeds"][seed]}), file=sys.stderr)
    print(json.dumps(told))


def _whole(clean: Sequence[TrainingExample]) -> Planted:
    """The data as it came, with nothing planted."""
    return Planted([*clean], dict.fromkeys((one.id for one in clean), "train"))


def own_faults(report: Report) -> dict[str, Any]:
    """What the checks say of the data as it came: findings by check, and the surest of each."""
    return {
        name: {
            "findings": len(found),
            "first": [[*one.ids[:3], one.field, one.message[:140]] for one in found[:5]],
        }
        for name in OWN
        if (found := [one for one in report.findings if one.check == name])
    }


Pairs = frozenset[tuple[str, str]]


def figures(planted: Planted, report: Report, known: Pairs) -> dict[str, Any]:
    """Shares of the planted faults that are found, and of the findings that are planted."""
    leaks = _of(report, ("leak-by-copy",))
    leaking = {one.ids[0]: set(one.ids[1:]) for one in leaks}
    contradicted = {id_ for one in _of(report, ("contradiction",)) for id_ in one.ids}
    return {
        "exact_copies": _found(planted.exact[id_] in leaking.get(id_, ()) for id_ in planted.exact),
        "near_copies": _found(planted.near[id_] in leaking.get(id_, ()) for id_ in planted.near),
        "leaks_named_of_unplanted_per_1000": _per_1000(
            len(set(leaking) - set(planted.exact) - set(planted.near)), planted
        ),
        "contradictions": _found(id_ in contradicted for id_ in planted.contradicting),
        "wrong_answers": _wrong(planted, _of(report, WRONG), "warning", known),
        "wrong_answers_with_notes": _wrong(planted, _of(report, WRONG), "note", known),
    }


def _wrong(planted: Planted, findings: list[Finding], least: str, known: Pairs) -> dict[str, Any]:
    """How wrong answers are found by warnings alone, or by notes too."""
    named = {
        (one.ids[0], one.field) for one in findings if least == "note" or one.severity != "note"
    }
    aside = set(planted.exact) | set(planted.near) | set(planted.contradicting)
    aside |= set(planted.contradicting.values())
    counted = {pair for pair in named if pair[0] not in aside}
    hit = counted & set(planted.swapped)
    return {
        "found": _found(pair in counted for pair in planted.swapped),
        "by_kind": {
            how: _found(pair in counted for pair, one in planted.swapped.items() if one == how)
            for how in sorted(set(planted.swapped.values()))
        },
        "precision": _told(len(hit), len(counted)),
        "precision_with_known_faults": _told(len(hit | counted & known), len(counted)),
        "others": sorted(map(list, counted - hit - known))[:40],
        "named_of_unplanted_per_1000": _per_1000(len(counted - hit), planted),
    }


def _of(report: Report, names: Iterable[str]) -> list[Finding]:
    return [one for one in report.findings if one.check in names]


def _found(each: Iterable[bool]) -> dict[str, Any]:
    known = list(each)
    return _told(sum(known), len(known))


def _told(count: int, of: int) -> dict[str, Any]:
    found = share(count, of)
    return {"count": count, "of": of, "share": found.value, "low": found.low, "high": found.high}


def _per_1000(count: int, planted: Planted) -> float:
    return round(1000 * count / len(planted.examples), 1)


def _checked(planted: Planted, recipe: Recipe, meaning: bool) -> Report:
    split = given_split(planted.examples, planted.parts)
    vectors = asyncio.run(vectors_of(split, _kept())) if meaning else {}
    return check(split, recipe, vectors=vectors)


@cache
def _kept() -> "KeptVectors":
    return KeptVectors(open_embedder(Settings()))


class KeptVectors:
    """An embedder that embeds each text once: most are the same under every seed."""

    def __init__(self, inner: Embedder) -> None:
        self.name, self.dimensions = inner.name, inner.dimensions
        self._inner = inner
        self._kept: dict[str, Any] = {}

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if new := [text for text in dict.fromkeys(texts) if text not in self._kept]:
            self._kept.update(zip(new, await self._inner.embed(new), strict=True))
        return np.array([self._kept[text] for text in texts], dtype=np.float32)


def _first(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as lines:
        row: dict[str, Any] = json.loads(next(lines))
    return row


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.tune.planted", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="index.jsonl of a labelled set")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--share", type=float, default=0.05)
    parser.add_argument("--every", type=int, default=1, help="take every so manieth example")
    parser.add_argument("--words-only", action="store_true", help="without the embedder")
    return parser.parse_args()


if __name__ == "__main__":
    main()
