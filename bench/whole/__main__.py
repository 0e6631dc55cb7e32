"""Run the parts one after the other, each in a process of its own; ends as one JSON object."""

import argparse
import json
import subprocess
import sys
from typing import Any

PARTS = {
    "documents": ("bench.whole.documents", (), ("--documents", "40", "--rounds", "1")),
    "hops": ("bench.hops", (), ("--events", "4000", "--rounds", "1")),
    "chunks": ("bench.whole.chunks", (), ("--chunks", "64", "--rounds", "2")),
    "memory": ("bench.whole.memory", (), ("--many", "2000", "--seconds", "20")),
}


def run(part: str, *, quick: bool) -> Any:
    """What a part prints last; its progress goes to stderr."""
    module, usual, small = PARTS[part]
    sys.stderr.write(f"-- {part}\n")
    told = subprocess.run(
        [sys.executable, "-m", module, *(small if quick else usual)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(told.stdout.splitlines()[-1])


def main() -> None:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller: to see that it works")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, comma-separated")
    asked = parser.parse_args()
    figures = {part: run(part, quick=asked.quick) for part in asked.only.split(",")}
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
