"""Run the parts one after the other, each in a process of its own; ends as one JSON object."""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

QUESTIONS = Path("qa_xquad/index.jsonl")
INTENTS = Path("intents_banking77/index.jsonl")
RECEIPTS = Path("receipts_sroie/index.jsonl")
Arguments = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A module, what it is told, and what it is told where all shall be quick.

    One with `data` is left out where the file is not there.
    """

    module: str
    usual: Arguments = ()
    quick: Arguments = ()
    data: Path | None = None
    named: str = ""  # the option that takes the data's path
    shown: Callable[[Any], Any] = lambda figures: figures


def without_points(figures: Any) -> Any:
    """A ladder's figures, less the frontier, which is a picture."""
    if not isinstance(figures, dict):
        return figures
    return {
        name: without_points(told)
        for name, told in figures.items()
        if name not in ("points", "candidates", "frontier")
    }


PARTS = {
    "provider": Part("bench.models.storm", (), ("--documents", "100", "--kills", "1")),
    "held": Part("bench.models.holding", (), ("--documents", "40")),
    "repeats": Part("bench.models.repeats", (), ("--documents", "40")),
    "semantic": Part(
        "bench.models.semantic",
        (),
        ("--languages", "en", "--most", "100"),
        QUESTIONS,
        "--data",
    ),
    "ladder": Part(
        "bench.ladder", (), ("--messages", "2000"), INTENTS, "--intents", without_points
    ),
    "overhead": Part("bench.models.overhead", (), ("--calls", "200")),
    "concurrency": Part("bench.models.overhead", ("--at-once",), ("--at-once", "--rounds", "2")),
}


def run(name: str, data: Path, more: Arguments, *, quick: bool) -> Any:
    """What a part prints last; its progress goes to stderr."""
    part = PARTS[name]
    sys.stderr.write(f"-- {name}\n")
    where: Arguments = ()
    if part.data is not None:
        if not (data / part.data).is_file():
            return {"skipped": f"there is no {data / part.data}: name a folder with --data"}
        where = (part.named, str(data / part.data))
    told = subprocess.run(
        [sys.executable, "-m", part.module, *where, *(part.quick if quick else part.usual), *more],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return part.shown(json.loads(told.stdout.splitlines()[-1]))


def main() -> None:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(prog="make bench-models", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller: to see that it works")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, comma-separated")
    parser.add_argument(
        "--data", type=Path, default=Path("../shared/data"), help="folder of labelled data"
    )
    parser.add_argument(
        "--receipts",
        action="store_true",
        help="a ladder of receipts too, with the local model: minutes the first time",
    )
    asked = parser.parse_args()
    chosen = asked.only.split(",")
    if unknown := sorted(set(chosen) - set(PARTS)):
        parser.error(f"there is no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    receipts = ("--receipts", str(asked.data / RECEIPTS)) if asked.receipts else ()
    figures = {
        name: run(name, asked.data, receipts if name == "ladder" else (), quick=asked.quick)
        for name in chosen
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
