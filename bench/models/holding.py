"""Work that must wait: for money, until the budget is raised, and for a batch, over a kill."""

import argparse
import asyncio
import json
import os
import sys
import time
from dataclasses import asdict
from typing import Any

from bench.models.accounts import compare, ledger_of
from bench.models.stand import Stand, stand

from winnow.llm.price import price
from winnow.llm.tokens import Tokens
from winnow.records.budgets import BudgetBook
from winnow.records.database import open_database
from winnow.records.moment import now
from winnow.testing.provider import Weather

STILL = 8.0  # seconds without a draft after which all that may go on has
CALM = Weather(delay=0.1)


async def budget(documents: int) -> dict[str, Any]:
    """A budget for about half of the documents: the rest is held, and goes on when it is raised."""
    usd = documents / 2 * await _usd_of_one()
    async with stand(CALM, WINNOW_BUDGETS=f"default={usd:.6f}") as run:
        await run.send(range(documents))
        await _still(run)
        held = {"drafts_when_held": len(run.drafts.documents), **await _spent(run)}
        os.environ["WINNOW_BUDGETS"] = f"default={10 * usd:.6f}"
        run.kill()
        begun = time.monotonic()
        whole = await run.answered(documents)
        return {
            "documents": documents,
            "budget_usd": round(usd, 6),
            **held,
            "within_budget": held["spent_usd"] <= usd,
            "all_answered_after_raise": whole,
            "seconds_after_raise": round(time.monotonic() - begun, 1),
            **await _accounts(run),
        }


async def batch(documents: int) -> dict[str, Any]:
    """Answers that may wait: a kill while the batch is on its way costs nothing twice."""
    async with stand(CALM, WINNOW_BATCH_WAIT="3", WINNOW_BATCH_LOOK="1") as run:
        run.provider.batches_end = False
        await run.send(range(documents), "slip_later")
        left = await run.until(lambda: _batched(run) >= documents)
        run.kill()
        await asyncio.sleep(1)
        early = len(run.drafts.documents)
        run.provider.batches_end = True
        begun = time.monotonic()
        whole = await run.answered(documents)
        return {
            "documents": documents,
            "left_in_batches": left,
            "batches": len(run.provider.batches),
            "drafts_before_they_ended": early,
            "all_answered": whole,
            "seconds_after_they_ended": round(time.monotonic() - begun, 1),
            **await _accounts(run),
        }


def _batched(run: Stand) -> int:
    return sum(len(one["requests"]) for one in run.provider.batches.values())


async def _still(run: Stand) -> None:
    """Wait until nothing has moved for a while, after something did."""
    best, since = 0, time.monotonic()
    while not best or time.monotonic() - since < STILL:
        await run.look()
        if len(run.drafts.documents) > best:
            best, since = len(run.drafts.documents), time.monotonic()
        await asyncio.sleep(0.5)


async def _usd_of_one() -> float:
    """What a slip costs, from the bill of a few."""
    async with stand(CALM) as run:
        await run.send(range(20))
        await run.answered(20)
        database = open_database(run.settings.database_url())
        ledger = await ledger_of(database)
        await database.close()
        return ledger.usd / 20


async def _spent(run: Stand) -> dict[str, Any]:
    database = open_database(run.settings.database_url())
    ledger = await ledger_of(database)
    used = await BudgetBook(database).used(now())
    await database.close()
    return {"spent_usd": round(ledger.usd, 6), "budget_book": [asdict(one) for one in used]}


async def _accounts(run: Stand) -> dict[str, Any]:
    await asyncio.sleep(2)
    await run.look()
    database = open_database(run.settings.database_url())
    ledger = await ledger_of(database)
    await database.close()
    bill = run.provider.bill
    full, _ = price(
        Tokens(bill.input, bill.output, bill.cache_read, bill.cache_write),
        run.settings.claude_model,
        provider="anthropic",
    )
    return {
        **compare(bill, ledger, run.usage, run.kills),
        "out_of_batches": ledger.batched,
        "usd_at_list_price": round(full or 0.0, 6),
    }


def main() -> None:
    """Read the command line, run, print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--only", default="budget,batch")
    asked = parser.parse_args()
    parts = {"budget": budget, "batch": batch}
    chosen = asked.only.split(",")
    figures = {name: asyncio.run(parts[name](asked.documents)) for name in chosen}
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
