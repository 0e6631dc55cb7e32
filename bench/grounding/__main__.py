"""make bench-grounding DATA=F: one JSON object as the last line; see docs/grounding.md."""

import argparse
import asyncio
import gc
import json
import random
import sys
from pathlib import Path
from typing import Any

from bench.grounding.aligners import LangExtract, Winnow, as_text
from bench.grounding.documents import Case, read_cases
from bench.grounding.rows import Rows
from bench.grounding.scaling import scaling
from bench.grounding.tally import Tally
from bench.grounding.truth import Printed, Scalar

from winnow.recipes.pointers import leaves

SEED = 0


def lenders(cases: list[Case]) -> list[Case]:
    """For each document another one, at random: the next of a shuffled round."""
    order = list(range(len(cases)))
    random.Random(SEED).shuffle(order)
    after = dict(zip(order, [*order[1:], order[0]], strict=True))
    return [cases[after[at]] for at in range(len(cases))]


def stated(gold: dict[str, Any]) -> dict[str, Scalar]:
    """The leaves that say something."""
    return {
        pointer: value
        for pointer, value in leaves(gold).items()
        if value is not None and value != ""
    }


def main() -> None:
    """Read the command line, align everything twice, print the figures."""
    parser = argparse.ArgumentParser(prog="make bench-grounding", description=__doc__)
    parser.add_argument("data", type=Path, help="JSONL of labelled documents")
    parser.add_argument("--show", action="store_true", help="print each miss and each false find")
    parser.add_argument("--pages", type=int, default=500, help="pages of the long document")
    asked = parser.parse_args()
    cases = asyncio.run(read_cases(asked.data))
    ours, theirs, rows = Tally(), Tally(), Rows()
    langextract = LangExtract()
    gc.freeze()  # else the collector walks all documents in the middle of what is timed
    for done, (case, lender) in enumerate(zip(cases, lenders(cases), strict=True), start=1):
        printed = Printed(case.parsed.text)
        own, borrowed = stated(case.gold), stated(lender.gold)
        align = Winnow(case.parsed)
        ours.indexed(align.index_seconds)
        for values in (own, borrowed):
            run = align(values)
            texts = {pointer: as_text(value, printed) for pointer, value in values.items()}
            rival = langextract(case.parsed, texts)
            ours.timed(run, len(values))
            theirs.timed(rival, len(values))
            if values is own:
                ours.true_values(case.id, case.parsed, printed, own, run)
                theirs.true_values(case.id, case.parsed, printed, own, rival)
                rows.add(case.id, case.parsed, printed, own, run)
            else:
                ours.borrowed_values(case.id, printed, borrowed, run)
                theirs.borrowed_values(case.id, printed, borrowed, rival)
        print(f"\r{done}/{len(cases)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    if asked.show:
        for line in (*ours.missed, *ours.wrongly, *rows.broken):
            print(line, file=sys.stderr)
    figures = {
        "documents": len(cases),
        **ours.report(),
        **rows.report(),
        **scaling(asked.pages),
        "langextract": theirs.report(),
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
