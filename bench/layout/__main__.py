"""make bench-layout DATA=index.jsonl RECIPE=receipt: how well a learnt layout reads; ends as JSON.

Cross-validation over the index's `split_key`; `--grouped-by company` keeps all documents with one
value of that field on one side instead. Published beside it for SROIE: fine-tuned BERT-base 90.99
(PeerJ CS e2536), a zero-shot language model 83.9 (Sci Rep s41598-025-15627-z), as exact micro F1.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from bench.layout.documents import read_cases
from bench.layout.scores import Trial, curve, folds

from winnow.recipes.load import load_recipes

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Print the figures."""
    asked = _arguments()
    recipe = load_recipes(ROOT / "recipes")[asked.recipe]
    cases = read_cases(asked.data, recipe, asked.grouped_by)
    print(f"{len(cases)} documents, {asked.folds or 'all'} folds", file=sys.stderr)
    trial = Trial()
    for taught, tried in folds(cases, asked.folds, asked.seed):
        trial.run(recipe, taught, tried)
    told: dict[str, Any] = {
        "recipe": recipe.id,
        "documents": len(cases),
        "groups": len({case.group for case in cases}),
        "grouped_by": asked.grouped_by or "split_key",
        **trial.figures(),
    }
    if sizes := [size for size in asked.curve if size < len(cases)]:
        told["curve"] = {
            size: {"micro_f1_exact": figures["micro_f1_exact"]}
            | {name: one["exact"] for name, one in figures["fields"].items()}
            for size, figures in curve(recipe, cases, sizes, asked.seed).items()
        }
    print(json.dumps(told))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-layout")
    parser.add_argument("data", type=Path)
    parser.add_argument("recipe")
    parser.add_argument("--folds", type=int, default=5, help="0: one for each group")
    parser.add_argument("--grouped-by", help="a field; documents of one value stay together")
    parser.add_argument("--curve", type=int, nargs="*", default=[])
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
