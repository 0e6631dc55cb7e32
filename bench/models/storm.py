"""2,000 documents through extract in stormy weather, with kills: answered, counted, paid once."""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from typing import Any

from bench.models.accounts import compare, ledger_of
from bench.models.slips import truth
from bench.models.stand import Stand, stand

from winnow.contracts.drafts import DraftExtracted
from winnow.contracts.evidence import Extraction
from winnow.records.database import open_database
from winnow.storage.open import open_blobs
from winnow.testing.provider import Weather

STORMY = Weather(
    limited=0.05,
    overloaded=0.01,
    storm=6,
    cut_off=0.01,
    malformed=0.02,
    dropped=0.01,
    hung=0.002,
    retry_after=0.2,
    delay=0.2,
)


async def weathered(documents: int, kills: int, seed: int) -> dict[str, Any]:
    """Send, kill, wait, and compare what is known everywhere."""
    async with stand(STORMY, seed=seed) as run:
        begun = time.monotonic()
        await run.send(range(documents))
        whole = await run.answered(documents, kills=kills, seed=seed)
        await asyncio.sleep(3)
        await run.look()
        database = open_database(run.settings.database_url())
        ledger = await ledger_of(database)
        await database.close()
        return {
            "documents": documents,
            "all_answered": whole,
            "drafts": await _drafts(run),
            "seconds": round(time.monotonic() - begun, 1),
            "kills": len(run.kills),
            "deaths_of_its_own": run.extract.deaths,
            "refused_by_provider": dict(run.provider.refused),
            **compare(run.provider.bill, ledger, run.usage, run.kills),
        }


async def _drafts(run: Stand) -> dict[str, Any]:
    """How many drafts are right, and why the others have no answer."""
    blobs = open_blobs(run.settings)
    failures = Counter[str]()
    right = 0
    for event in run.drafts.events.values():
        assert isinstance(event, DraftExtracted)
        extraction = Extraction.model_validate_json(await blobs.get(event.extraction))
        if extraction.failure is not None:
            failures[extraction.failure.removeprefix("part 1: ").split(":")[0]] += 1
        number = int(event.source.file_name.split("-")[1])
        right += extraction.data == truth(number)
    events, documents = len(run.drafts.events), len(run.drafts.documents)
    return {
        "documents": documents,
        "events": events,
        "right": right,
        "for_a_person": dict(failures),
    }


def main() -> None:
    """Read the command line, run, print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    figures = asyncio.run(weathered(asked.documents, asked.kills, asked.seed))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
