"""What all that stands around a call costs in time, and whether 64 calls at once hinder another."""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bench.models.stub import NAME, Bill, Stub, question

from winnow.config import Settings
from winnow.llm.calls import Calls
from winnow.llm.stack import open_calls
from winnow.observability.logs import configure
from winnow.records.database import open_database
from winnow.records.migrate import migrate

LIMITS = {"budgets": "*=1000,default/slip=500", "model_limits": f"{NAME}=600000rpm/999999999tpm"}
AT_ONCE = 64
WARM = range(-50, 0)


@asynccontextmanager
async def calls_to(folder: Path, model: Stub, **limits: str) -> AsyncIterator[Calls]:
    """The whole way to a model, as services have it, on SQLite."""
    settings = Settings(data=folder, **limits)  # type: ignore[arg-type]
    await migrate(settings.database_url())
    database = open_database(settings.database_url())
    yield open_calls(settings, database, (model,))
    await database.close()


async def one_by_one(calls: Calls, model: Stub, numbers: Sequence[int]) -> list[float]:
    """Milliseconds of each call, none of which was asked before."""
    taken = []
    for number in numbers:
        asked = question(model, number)
        begun = time.perf_counter()
        await calls.fill(asked)
        taken.append(1000 * (time.perf_counter() - begun))
    return taken


async def bare(model: Stub, numbers: Sequence[int]) -> list[float]:
    """The same without anything around it."""
    taken = []
    for number in numbers:
        asked = question(model, number)
        begun = time.perf_counter()
        await model.fill(Bill, asked.prompt, stage="extract")
        taken.append(1000 * (time.perf_counter() - begun))
    return taken


async def together(calls: Calls, model: Stub, numbers: Sequence[int]) -> float:
    """Seconds until calls that began at once have all ended."""
    asked = [question(model, number) for number in numbers]
    begun = time.perf_counter()
    await asyncio.gather(*(calls.fill(one) for one in asked))
    return time.perf_counter() - begun


async def overhead(folder: Path, calls: int) -> dict[str, Any]:
    """Milliseconds of a call by itself, and with what is around it: without limits, with, kept."""
    model, numbers = Stub(0.0), range(calls)
    figures = {"bare": told(await bare(model, numbers))}
    async with calls_to(folder / "plain", model) as plain:
        await one_by_one(plain, model, WARM)
        figures["no_limits"] = told(await one_by_one(plain, model, numbers))
    async with calls_to(folder / "limited", model, **LIMITS) as limited:
        await one_by_one(limited, model, WARM)
        figures["limits_and_budgets"] = told(await one_by_one(limited, model, numbers))
        figures["kept_answer"] = told(await one_by_one(limited, model, numbers))
    return figures


async def concurrency(folder: Path, rounds: int) -> dict[str, Any]:
    """Seconds of AT_ONCE calls at once, each of which takes one."""
    model = Stub(1.0)
    async with calls_to(folder / "at-once", model, **LIMITS) as limited:
        taken = [
            await together(limited, model, range(AT_ONCE * one, AT_ONCE * (one + 1)))
            for one in range(rounds)
        ]
    return {
        "calls_at_once": AT_ONCE,
        "seconds_of_one": 1.0,
        "rounds": [round(one, 3) for one in taken],
        "median_seconds": round(statistics.median(taken), 3),
    }


def told(taken: list[float]) -> dict[str, float]:
    """Milliseconds."""
    cuts = statistics.quantiles(taken, n=20)
    return {"p50_ms": round(statistics.median(taken), 3), "p95_ms": round(cuts[18], 3)}


def main() -> None:
    """Read the command line, measure, print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--at-once", action="store_true", help="measure that instead")
    asked = parser.parse_args()
    configure("text", "ERROR")
    with tempfile.TemporaryDirectory(prefix="winnow-overhead-") as name:
        folder = Path(name)
        measured = (
            concurrency(folder, asked.rounds) if asked.at_once else overhead(folder, asked.calls)
        )
        figures = asyncio.run(measured)
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
