"""make bench-bound: over 1,000 random splits, how often is the promised error rate broken?

With JUDGED=file (what `winnow evaluate --judged` wrote) for real models; with DATA=folder for
pretended models of stated strength on labelled sets (see `corrupting`). The last line is JSON.

`kept` asks two things of each rate: that the pool's true rate is broken within the assurance in
the worst field, and the other half of a split in the mean over fields. What the worst field's
splits are is told (`worst_split`), not judged: the gate allows them 6.25 % at 95 % (see
`winnow.calibration.bound.next_batch`).
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import numpy as np
from bench.bound.corrupting import Pretender
from bench.bound.layout_model import NAME, layout_judged
from bench.bound.pools import Pool, pools
from bench.bound.pretending import pretended
from bench.bound.splits import Setting, measure

from winnow.calibration.measuring import auroc, brier, ece
from winnow.calibration.records import read_judged
from winnow.contracts.calibration import Judged
from winnow.recipes.load import load_recipes
from winnow.recipes.recipe import Recipe

RATES: Final = (0.01, 0.02, 0.05)
SETS: Final = {"receipts_sroie": "receipt", "contracts_kleister_nda": "contract"}
MODELS: Final = [Pretender("pretended-strong", 0.95), Pretender("pretended-weak", 0.75)]
BROKEN: Final = ("broken_split", "broken_pool", "broken_batch")
AIMS: Final = {"ece": 0.03, "auroc": 0.85}
NOISE: Final = 0.015  # two standard deviations of a share of 5 % over 1,000 splits


def main() -> int:
    options = _options()
    setting = Setting(options.splits, options.share, options.assurance, options.bar)
    recipes = load_recipes(options.recipes)
    measured = [
        _measured(name, recipes[recipe], judged, setting, options.seed)
        for name, recipe, judged in _judged(options, recipes)
    ]
    if not measured:
        print("nothing to measure: name JUDGED=file or DATA=folder", file=sys.stderr)
        return 2
    kept = all(one["kept"] for one in measured)
    print(json.dumps({"splits": options.splits, "kept": kept, "measured": measured}))
    return 0 if kept else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.bound", description=__doc__)
    parser.add_argument("--judged", type=Path, nargs="*", default=[])
    parser.add_argument("--data", type=Path, help="folder that holds the labelled sets")
    parser.add_argument("--recipes", type=Path, default=Path("recipes"))
    parser.add_argument("--splits", type=int, default=1000)
    parser.add_argument("--share", type=float, default=0.5, help="of a pool that calibrates")
    parser.add_argument("--draws", type=int, default=4, help="answers of a pretended model")
    parser.add_argument("--assurance", type=float, default=0.95)
    parser.add_argument("--bar", type=float, default=0.9)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def _judged(
    options: argparse.Namespace, recipes: dict[str, Recipe]
) -> list[tuple[str, str, list[Judged]]]:
    """Name, recipe and values: of each model in each file, and of each pretended model and set."""
    found: list[tuple[str, str, list[Judged]]] = []
    for path in options.judged:
        by_model: dict[str, list[Judged]] = defaultdict(list)
        for one in read_judged(path):
            by_model[one.model].append(one)
        found += [
            (f"{path.stem} {model}", judged[0].recipe.partition("@")[0], judged)
            for model, judged in by_model.items()
        ]
    for name, recipe in SETS.items() if options.data else ():
        index = options.data / name / "index.jsonl"
        if not index.exists():
            print(f"{index} is not there: left out", file=sys.stderr)
            continue
        made = pretended(index, recipes[recipe], MODELS, options.draws, options.seed)
        made[NAME] = layout_judged(index, recipes[recipe], options.seed)
        found += [(f"{name} {model}", recipe, judged) for model, judged in made.items()]
    return found


def _measured(
    name: str, recipe: Recipe, judged: list[Judged], setting: Setting, seed: int
) -> dict[str, Any]:
    begun = time.monotonic()
    found, every, truth = pools(recipe, judged, seed)
    right = truth.astype(float)
    quality = {"ece": ece(every, right), "brier": brier(every, right), "auroc": auroc(every, right)}
    rates = {f"{rate:.0%}": _rate(found, rate, setting, seed) for rate in RATES}
    risk = 1 - setting.assurance
    kept = all(
        one["broken_split"] <= risk and one["worst_pool"] <= risk + NOISE for one in rates.values()
    )
    _tell(name, len(found), quality, rates, time.monotonic() - begun)
    aims = quality["ece"] <= AIMS["ece"] and quality["auroc"] >= AIMS["auroc"]
    return {"name": name, "values": len(judged), **quality, "aims": aims, "kept": kept, **rates}


def _rate(found: dict[str, Pool], rate: float, setting: Setting, seed: int) -> dict[str, Any]:
    """Of each field, and of all fields: means of the shares, and the worst field's."""
    rng = np.random.default_rng(seed)
    fields = {field: measure(pool, rate, setting, rng) for field, pool in found.items()}
    values = [one for field, one in fields.items() if field.startswith("/")]
    means = {
        name: float(np.mean([one[name] for one in values]))
        for name in (*BROKEN, "coverage", "fixed_coverage")
    }
    worst = {
        name.replace("broken", "worst"): max(one[name] for one in fields.values())
        for name in BROKEN
    }
    return {**means, **worst, **_errors(values), "fields": fields}


def _errors(values: list[dict[str, Any]]) -> dict[str, float]:
    """Error among all that is accepted, each field weighed by what it accepts."""
    told = {}
    for prefix in ("", "fixed_"):
        accepted = [one[f"{prefix}coverage"] * one["examples"] for one in values]
        wrong = [one[f"{prefix}error"] * count for one, count in zip(values, accepted, strict=True)]
        told[f"{prefix}error"] = sum(wrong) / max(1e-9, sum(accepted))
    return told


def _tell(
    name: str, count: int, quality: dict[str, float], rates: dict[str, Any], took: float
) -> None:
    told = ", ".join(f"{key} {value:.3f}" for key, value in quality.items())
    print(f"\n{name}: {count - 1} fields and documents, {told} ({took:.0f} s)", file=sys.stderr)
    for rate, one in rates.items():
        broken = ", ".join(
            f"{name} {one[f'broken_{name}']:.1%} (worst field {one[f'worst_{name}']:.1%})"
            for name in ("split", "pool", "batch")
        )
        print(
            f"  {rate}: broken {broken}\n      accepts {one['coverage']:.0%} with "
            f"{one['error']:.2%} wrong; a fixed bar {one['fixed_coverage']:.0%} with "
            f"{one['fixed_error']:.2%}",
            file=sys.stderr,
        )


if __name__ == "__main__":
    sys.exit(main())
