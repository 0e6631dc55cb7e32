"""python -m bench.ask.retrieving --data FOLDER: how well passages are found, as one JSON object.

On qa_xquad (five languages) and tableqa_tatqa: BM25 alone, vectors alone, hybrid, and hybrid
reranked, in one run each. With `--scale 100000` instead: how long a hybrid search takes among so
many chunks, in a real Weaviate, or with `--store lancedb` in files.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bench.ask.scaling import searched_among

from winnow.config import Settings
from winnow.observability.logs import configure
from winnow.retrieval.evaluation.labelled import read_questions
from winnow.retrieval.evaluation.measuring import first_of, measure

SETS: Final = ("qa_xquad", "tableqa_tatqa")
RANKS: Final = (1, 5, 10)
EVERY: Final = 10.0  # seconds between two lines of progress


def main() -> None:
    """Run what was asked for and print it."""
    asked = _arguments()
    configure("text", "WARNING")
    if asked.scale:
        print(json.dumps({"scale": searched_among(asked.scale, asked.data, asked.store, told())}))
        return
    figures = {name: _set(asked.data / name, asked) for name in asked.only.split(",")}
    print(json.dumps({**figures, "verdict": _verdict(figures)}))


def _set(data: Path, asked: argparse.Namespace) -> dict[str, Any]:
    print(f"{data.name} ...", file=sys.stderr, flush=True)
    labelled = read_questions(data)
    if asked.languages:
        labelled = labelled.of(*asked.languages.split(","))
    if asked.limit:
        labelled = first_of(labelled, asked.limit)
    with TemporaryDirectory(prefix="winnow-bench-") as folder:
        settings = Settings(data=Path(folder), weaviate_url="")
        return measure(labelled, settings, asked.store, RANKS, told())


def _verdict(figures: dict[str, Any]) -> dict[str, bool]:
    """Whether hybrid is at least as good as the better of both, by set and language (MRR@10)."""
    return {
        f"{name}/{language}": one["gained"]["hybrid"]["mrr@10"]["value"] >= 0
        for name, of in figures.items()
        for language, one in of["languages"].items()
    }


def told() -> Callable[[str, int, int], None]:
    """Progress on stderr, now and then, with what is left."""
    begun: dict[str, float] = {}
    last = 0.0

    def tell(what: str, done: int, of: int) -> None:
        nonlocal last
        now = time.monotonic()
        started = begun.setdefault(what, now)
        if now - last < EVERY and done < of:
            return
        last = now
        left = (now - started) / done * (of - done)
        print(f"{what} {done}/{of}, {left:.0f} s left", file=sys.stderr, flush=True)

    return tell


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.ask.retrieving", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled data sets")
    parser.add_argument("--only", default=",".join(SETS), help="sets, comma-separated")
    parser.add_argument("--store", choices=("lancedb", "weaviate"), default=None)
    parser.add_argument("--languages", default="", help="some of a set's, comma-separated")
    parser.add_argument("--limit", type=int, default=0, help="questions a language; 0: all")
    parser.add_argument("--scale", type=int, default=0, help="chunks to search among")
    asked = parser.parse_args()
    asked.store = asked.store or ("weaviate" if asked.scale else "lancedb")
    return asked


if __name__ == "__main__":
    main()
