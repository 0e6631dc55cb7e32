"""make bench-grounding DATA=F: labelled values put back into their documents, as one JSON object.

Each value of a document that stands in it must be put on the right line; values borrowed from
another document must not be found, unless they stand here too. What is right, and what is borrowed
by coincidence, is told by `truth.py`, which is other code than the aligner.
"""

import argparse
import asyncio
import json
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.grounding.aligners import as_text, langextract, winnow
from bench.grounding.documents import Documents, read_rows
from bench.grounding.rows import Rows
from bench.grounding.scaling import scaling
from bench.grounding.tally import Tally
from bench.grounding.truth import Printed, Scalar

from winnow.contracts.parsed import ParsedDocument
from winnow.errors import RejectedError
from winnow.recipes.pointers import leaves

SEED = 0


def lenders(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For each row another one, at random: the next of a shuffled round."""
    order = list(range(len(rows)))
    random.Random(SEED).shuffle(order)
    after = dict(zip(order, [*order[1:], *order[:1]], strict=True))
    return [rows[after[at]] for at in range(len(rows))]


def stated(gold: dict[str, Any]) -> dict[str, Scalar]:
    """The leaves that say something."""
    return {at: value for at, value in leaves(gold).items() if value is not None and value != ""}


@dataclass
class Bench:
    """Both aligners on the same values and texts."""

    ours: Tally = field(default_factory=Tally)
    theirs: Tally = field(default_factory=Tally)
    rows: Rows = field(default_factory=Rows)
    documents: int = 0

    def add(
        self, name: str, parsed: ParsedDocument, own: dict[str, Scalar], lent: dict[str, Scalar]
    ) -> None:
        """The values of the document itself, then those of another."""
        printed = Printed(parsed.text)
        asked = (own, lent)
        texts = [{at: as_text(value, printed) for at, value in each.items()} for each in asked]
        both = winnow(parsed, asked), langextract(parsed, texts)
        for tally, timed in zip((self.ours, self.theirs), both, strict=True):
            tally.seconds += timed.seconds
            tally.values += len(own) + len(lent)
            tally.true_values(name, parsed, printed, own, timed.placements[0])
            tally.borrowed_values(name, printed, lent, timed.placements[1])
        self.rows.add(name, parsed, printed, own, both[0].placements[0])
        self.documents += 1

    def report(self) -> dict[str, Any]:
        ours, theirs = self.ours.report(), self.theirs.report()
        times = theirs["ms_per_value"] / ours["ms_per_value"] if self.ours.seconds else None
        return {
            "documents": self.documents,
            **ours,
            **self.rows.report(),
            "times_faster": round(times, 1) if times else None,
            "langextract": theirs,
        }


async def measure(data: Path) -> Bench:
    """Every document of the JSONL; those that cannot be read are told and left out."""
    rows, documents, bench = read_rows(data), Documents(data.parent), Bench()
    for done, (row, lender) in enumerate(zip(rows, lenders(rows), strict=True), start=1):
        try:
            parsed = await documents.read(row)
        except (RejectedError, LookupError) as error:
            print(f"\n{row.get('id')}: {error}; left out", file=sys.stderr)
            continue
        bench.add(str(row["id"]), parsed, stated(row["gold"]), stated(lender["gold"]))
        if done % 10 == 0 or done == len(rows):
            print(f"\r{done}/{len(rows)} documents ", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    await documents.close()
    return bench


def main() -> None:
    """Read the command line, align everything, print the figures."""
    parser = argparse.ArgumentParser(prog="make bench-grounding", description=__doc__)
    parser.add_argument("data", type=Path, help="JSONL of labelled documents")
    parser.add_argument("--show", action="store_true", help="print each miss and each false find")
    parser.add_argument("--pages", type=int, default=500, help="pages of the long document")
    asked = parser.parse_args()
    bench = asyncio.run(measure(asked.data))
    if asked.show:
        for line in (*bench.ours.missed, *bench.ours.wrongly, *bench.rows.broken):
            print(line, file=sys.stderr)
    sys.stdout.write(json.dumps(bench.report() | scaling(asked.pages)) + "\n")


if __name__ == "__main__":
    main()
