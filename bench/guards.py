"""What the guards add to a model call that takes no time, and 64 calls of a second at once; JSON.

python -m bench.guards [DATABASE URL]; without one, SQLite in a new folder.
"""

import asyncio
import json
import logging
import statistics
import sys
import tempfile
import time
from typing import Any, Final

from winnow.config import Settings
from winnow.llm.calls import guarded
from winnow.llm.guards.clock import SystemClock
from winnow.llm.guards.open import Learnt, build_guards
from winnow.records.database import Database, open_database
from winnow.records.migrate import migrate
from winnow.testing.served import ServedModel, question

CALLS: Final = 500
AT_ONCE: Final = 64
LIMITS: Final = "m=60000rpm/999999999tpm"
BUDGETS: Final = "*=1000,acme=100"
CASES: Final[dict[str, dict[str, Any]]] = {
    "no limits": {},
    "rate limits": {"model_limits": LIMITS},
    "budgets": {"budgets": BUDGETS},
    "both": {"model_limits": LIMITS, "budgets": BUDGETS},
}


async def measure(database: Database, settings: Settings) -> dict[str, float]:
    """Milliseconds a call, and the seconds that calls of a second at once take."""
    model = ServedModel(usd=1e-7)
    guards = build_guards(settings, database, SystemClock(), Learnt())

    async def call(number: int) -> float:
        asked = question(model, str(number))

        async def ask() -> Any:
            return await model.fill(asked.form, asked.prompt, stage="extract")

        begun = time.perf_counter()
        await guarded(asked, guards, ask)()
        return 1000 * (time.perf_counter() - begun)

    took = sorted([await call(number) for number in range(CALLS)])
    model.takes = lambda: asyncio.sleep(1)
    begun = time.perf_counter()
    await asyncio.gather(*(call(CALLS + number) for number in range(AT_ONCE)))
    return {
        "p50_ms": round(statistics.median(took), 3),
        "p95_ms": round(took[int(0.95 * CALLS)], 3),
        "at_once_seconds": round(time.perf_counter() - begun, 2),
    }


async def run(url: str) -> dict[str, dict[str, float]]:
    """Every case on the database."""
    await migrate(url)
    database = open_database(url)
    try:
        return {
            name: await measure(database, Settings(**settings)) for name, settings in CASES.items()
        }
    finally:
        await database.close()


def main() -> None:
    """Print one JSON object."""
    logging.disable()
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{folder}/winnow.db"
        print(json.dumps(asyncio.run(run(url)), indent=2))


if __name__ == "__main__":
    main()
