"""Half of all submissions are copies: what they cost beside the distinct ones alone."""

import argparse
import asyncio
import json
import random
import sys
from typing import Any

from bench.models.accounts import ledger_of
from bench.models.stand import Stand, stand

from winnow.records.database import open_database
from winnow.testing.provider import Weather


async def charged(numbers: list[tuple[int, int]]) -> tuple[int, dict[str, int]]:
    """Tokens that the provider charges for slips, each a number and its copy; calls by outcome."""
    async with stand(Weather(delay=0.05)) as run:
        for number, copy in numbers:
            await run.send([number], copy=copy)
        if not await run.answered(len(numbers)):
            raise TimeoutError(f"{len(run.drafts.documents)} of {len(numbers)} were answered")
        return run.provider.bill.total, await _calls(run)


async def _calls(run: Stand) -> dict[str, int]:
    database = open_database(run.settings.database_url())
    ledger = await ledger_of(database)
    await database.close()
    return ledger.calls


async def measured(documents: int, seed: int) -> dict[str, Any]:
    """N distinct slips, half of them again: as other bytes, or the very same."""
    distinct = [(number, 0) for number in range(documents)]
    half = documents // 2
    copied = [(number, number % 2) for number in range(half)] * (documents // half)
    mixed = distinct[:half] + copied[: documents - half]
    random.Random(seed).shuffle(mixed)  # copies come before and while theirs are asked
    whole, _ = await charged(distinct)
    cost, calls = await charged(mixed)
    return {
        "submissions": documents,
        "copies": documents - half,
        "tokens_all_distinct": whole,
        "tokens_half_copies": cost,
        "share": round(cost / whole, 4),
        "calls_half_copies": calls,
    }


def main() -> None:
    """Read the command line, measure, print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    figures = asyncio.run(measured(asked.documents, asked.seed))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
