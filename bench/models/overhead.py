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
from winnow.llm.open import open_calls
from winnow.observability.logs import configure
from winnow.records.database import open_database
from winnow.records.migrate import migrate

LIMITS = {"budgets": "*=1000,default/slip=500", "model_limits": f"{NAME}=600000rpm/999999999tpm"}
AT_ONCE = 64


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


async def measured(calls: int, rounds: int) -> dict[str, Any]:
    """Overhead with and without limits, a hit, and calls at once."""
    configure("text", "ERROR")
    with tempfile.TemporaryDirectory(prefix="winnow-overhead-") as name:
        quick, slow = Stub(0.0), Stub(1.0)
        figures: dict[str, Any] = {"bare": told(await bare(quick, range(calls)))}
        async with calls_to(Path(name) / "a", quick) as plain:
            await one_by_one(plain, quick, range(-50, 0))
            figures["no_limits"] = told(await one_by_one(plain, quick, range(calls)))
        async with calls_to(Path(name) / "b", quick, **LIMITS) as limited:
            await one_by_one(limited, quick, range(-50, 0))
            figures["limits_and_budgets"] = told(await one_by_one(limited, quick, range(calls)))
            figures["cache_hit"] = told(await one_by_one(limited, quick, range(calls)))
        async with calls_to(Path(name) / "c", slow, **LIMITS) as limited:
            taken = [
                await together(limited, slow, range(AT_ONCE * one, AT_ONCE * (one + 1)))
                for one in range(rounds)
            ]
    figures["concurrency"] = {
        "calls_at_once": AT_ONCE,
        "seconds_of_one": 1.0,
        "rounds": [round(one, 3) for one in taken],
        "median_seconds": round(statistics.median(taken), 3),
    }
    return figures


def told(taken: list[float]) -> dict[str, float]:
    """Milliseconds."""
    cuts = statistics.quantiles(taken, n=20)
    return {"p50_ms": round(statistics.median(taken), 3), "p95_ms": round(cuts[18], 3)}


def main() -> None:
    """Read the command line, measure, print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    figures = asyncio.run(measured(asked.calls, asked.rounds))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
