"""make bench-ask DATA=folder: how good, how safe and how quick answers are, as one JSON object.

Parts, by name for `--only`: `retrieving` (passages found on qa_xquad and tableqa_tatqa, beside BM25
and vectors alone), `answering` (EM, F1, citations, and questions whose paragraph was taken away),
`attacking` (injections found, false alarms, answers that an attack changes), `load` (50 askers
against a model that takes a second), `summarising` (meetings and stories: ROUGE, and whether every
sentence's citation checks out). Each is a module of its own with more options. Everything is kept
under `--out`: interrupted and run again, it goes on where its part can.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PARTS = ("retrieving", "answering", "attacking", "load", "summarising")


def main() -> None:
    """Run the parts one after the other, so that none slows another, and print what they found."""
    asked = _arguments()
    asked.out.mkdir(parents=True, exist_ok=True)
    told = {}
    for name in asked.only.split(","):
        print(f"{name} ...", file=sys.stderr, flush=True)
        told[name] = _run(name, asked.data)
        (asked.out / f"{name}.json").write_text(json.dumps(told[name]))
    print(json.dumps(told))


def _run(name: str, data: Path) -> Any:
    """The JSON object that a part ends with."""
    command = [sys.executable, "-m", f"bench.ask.{name}", "--data", str(data)]
    made = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if made.returncode or not made.stdout.strip():
        raise SystemExit(f"{' '.join(command)} ended with {made.returncode}")
    return json.loads(made.stdout[made.stdout.index("{") :])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.ask", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled data sets")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, comma-separated")
    parser.add_argument("--out", type=Path, default=Path(".winnow/bench-ask"))
    asked = parser.parse_args()
    if wrong := set(asked.only.split(",")) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(wrong))}: name some of {PARTS}")
    return asked


if __name__ == "__main__":
    main()
