"""make bench-tune DATA=folder: what tuned models are worth and cost, as one JSON object.

Parts, by name for `--only`: `planted` (faults put into real data and found again), `receipts`
(`winnow tune` on receipts_sroie: the table, the verdict, minutes and memory), `steps` (seconds a
step beside a bare peft loop, and what constrained decoding costs), `worth` (messages and meetings:
is tuning worth it?), `serving` (switching, following, parity). The rest of the project's figures on
tuning are of tests. Everything is kept under `--out`: interrupted and run again, it goes on.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.tune.labelled_sets import RECIPES

PARTS = ("planted", "receipts", "steps", "worth", "serving")


def main() -> None:
    """Run the parts one after the other, so that none slows another, and print what they found."""
    asked = _arguments()
    asked.out.mkdir(parents=True, exist_ok=True)
    runs: dict[str, Callable[[argparse.Namespace], Any]] = {
        "planted": _planted,
        "receipts": _receipts,
        "steps": _steps,
        "worth": _worth,
        "serving": lambda _: _module("bench.serving"),
    }
    told = {}
    for name in asked.only.split(","):
        print(f"{name} ...", file=sys.stderr, flush=True)
        told[name] = runs[name](asked)
    print(json.dumps(told))


def _planted(asked: argparse.Namespace) -> dict[str, Any]:
    sets = ("intents_banking77", "receipts_sroie")
    return {
        name: _module("bench.tune.planted", "--data", str(asked.data / name / "index.jsonl"))
        for name in sets
    }


def _receipts(asked: argparse.Namespace) -> Any:
    folder, minutes = asked.out / "receipts", str(asked.minutes)
    data = str(asked.data / "receipts_sroie" / "index.jsonl")
    command = ["tune", "receipt", "--data", data, "--use-given-text", "--minutes", minutes]
    command += ["--resume" if folder.exists() else "--out", str(folder), "--json", *_rate(asked)]
    return _run([str(Path(sys.executable).with_name("winnow")), *command], _home(asked.out))


def _steps(asked: argparse.Namespace) -> Any:
    """With the adapter of `receipts`, where that has run."""
    examples = asked.out / "examples.jsonl"
    if not examples.exists():
        data = str(asked.data / "receipts_sroie" / "index.jsonl")
        command = ["examples", "export", "receipt", "--data", data, "--use-given-text"]
        command += ["--out", str(examples), "--json"]
        _run([str(Path(sys.executable).with_name("winnow")), *command], _home(asked.out))
    adapter = asked.out / "receipts" / "adapter"
    split = asked.out / "receipts" / "split.json"
    more = ["--adapter", str(adapter), "--split", str(split)] if adapter.exists() else []
    return _module("bench.tune.steps", "--examples", str(examples), *more)


def _worth(asked: argparse.Namespace) -> Any:
    minutes = str(min(asked.minutes, 20))
    told = ["--data", str(asked.data), "--out", str(asked.out / "worth"), "--minutes", minutes]
    told += ["--each", "24", "--most", "60", "--meetings", "100", *_rate(asked)]
    return _module("bench.tune.worth", *told)


def _rate(asked: argparse.Namespace) -> list[str]:
    """The learning rate, where one was named; else that of `winnow tune`."""
    return [] if asked.learning_rate is None else ["--learning-rate", str(asked.learning_rate)]


def _home(out: Path) -> dict[str, str]:
    """Settings of an installation of its own, whose recipe asks for what the data labels."""
    return {"WINNOW_DATA": str(out / "home"), "WINNOW_RECIPES": str(RECIPES)}


def _module(name: str, *arguments: str) -> Any:
    return _run([sys.executable, "-m", name, *arguments], {})


def _run(command: list[str], settings: dict[str, str]) -> Any:
    """The JSON object that a command ends with; 1 is the exit code of a verdict that is no."""
    made = subprocess.run(
        command, env=os.environ | settings, stdout=subprocess.PIPE, text=True, check=False
    )
    if made.returncode not in (0, 1) or not made.stdout.strip():
        raise SystemExit(f"{' '.join(command)} ended with {made.returncode}")
    return json.loads(made.stdout[made.stdout.index("{") :])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.tune", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled data sets")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, comma-separated")
    parser.add_argument("--minutes", type=float, default=60, help="of training on receipts")
    parser.add_argument("--learning-rate", type=float, help="of all trainings, at its highest")
    parser.add_argument("--out", type=Path, default=Path(".winnow/bench-tune"))
    asked = parser.parse_args()
    if wrong := set(asked.only.split(",")) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(wrong))}: name some of {PARTS}")
    return asked


if __name__ == "__main__":
    main()
