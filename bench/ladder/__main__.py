"""make bench-ladder: what a tuned ladder saves and loses on real models and data; ends as JSON.

`--intents` and `--receipts` name labelled files; without one its part is left out. The local model
takes seconds a receipt, so `--most` is small; answers are kept, and a second run asks nothing.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from winnow.config import Settings
from winnow.ladder.drawing import draw


def main() -> None:
    """Print the figures."""
    asked = _arguments()
    told: dict[str, Any] = {}
    if asked.intents:
        from bench.ladder.intents import measure

        rate = Settings().compute_usd_per_hour
        told["intents"] = measure(asked.intents, asked.messages, rate, asked.seed)
    if asked.receipts:
        from bench.ladder.receipts import tune

        rungs = tuple(asked.rungs.split(","))
        told["receipts"] = tune(asked.receipts, asked.most, asked.data, asked.seed, rungs)
    if asked.plots:
        for name, figures in told.items():
            draw(figures, f"{name}: figures of held-out documents", _picture(asked.plots, name))
    print(json.dumps(told))


def _picture(folder: Path, name: str) -> Path:
    return Path(folder) / f"ladder-{name}.png"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-ladder")
    parser.add_argument("--intents", type=Path)
    parser.add_argument("--messages", type=int, help="so many messages, the first")
    parser.add_argument("--receipts", type=Path)
    parser.add_argument("--most", type=int, default=60, help="so many receipts, drawn")
    parser.add_argument("--rungs", default="layout,local")
    parser.add_argument("--data", type=Path, default=Path(".winnow/bench-ladder"))
    parser.add_argument("--plots", type=Path, help="folder for the pictures")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
