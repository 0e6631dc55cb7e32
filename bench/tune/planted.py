"""python -m bench.tune.planted: what the data checks find of planted faults; ends as JSON.

The examples of an index are split, 5 % are copied across the split (every other copy with letters
misread at 2 %, the others with spaces lost and doubled), 5 % get a wrong answer, 1 % contradict.
Found means that a finding names the planted example, and for a wrong answer its field. The share
of unplanted examples that are named is told beside it: the data has faults of its own among them.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.tune.labelled_sets import other_intent, other_value, read_intents, read_receipts
from bench.tune.planting import Planted, plant

from winnow.evaluation.scores import share
from winnow.recipes.recipe import Recipe
from winnow.tuning.checks import Finding, Report, check
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
    told["own"] = own_faults(
        _checked(Planted(clean, dict.fromkeys([c.id for c in clean], "train")), recipe)
    )
    told["seeds"] = {}
    for seed in asked.seeds:
        planted = plant(clean, asked.share, seed, swap_of(clean))
        started = time.perf_counter()
        report = _checked(planted, recipe)
        told["seeds"][seed] = figures(planted, report) | {
            "seconds": round(time.perf_counter() - started, 1)
        }
        print(json.dumps({seed: told["seeds"][seed]}), file=sys.stderr)
    print(json.dumps(told))


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


def figures(planted: Planted, report: Report) -> dict[str, Any]:
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
        "wrong_answers": _wrong(planted, _of(report, WRONG), "warning"),
        "wrong_answers_with_notes": _wrong(planted, _of(report, WRONG), "note"),
    }


def _wrong(planted: Planted, findings: list[Finding], least: str) -> dict[str, Any]:
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


def _checked(planted: Planted, recipe: Recipe) -> Report:
    return check(given_split(planted.examples, planted.parts), recipe)


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
    return parser.parse_args()


if __name__ == "__main__":
    main()
