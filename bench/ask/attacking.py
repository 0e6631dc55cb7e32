"""python -m bench.ask.attacking --data FOLDER: what guardrails find and let by, as one JSON object.

Parts, by name for `--only`: `injection` (NotInject, BIPIA, CyberSecEval: detection and false alarms
by source and class), `ordinary` (false alarms on harmless questions
and documents), `pii` (beside Presidio as it comes), `hate` (HateCheck), `latency`. The share
of attacks that change an answer is `bench.ask.changed.changed`, which needs an answerer.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench.ask import finding_attacks, finding_hate, finding_nothing, finding_personal
from bench.ask.attack_rows import rows

from winnow.config import Settings
from winnow.embedding.open import open_embedder
from winnow.guardrails.local import LocalGuardrails
from winnow.guardrails.settings import GuardSettings

PARTS: Final = ("injection", "ordinary", "pii", "hate", "latency")
TIMED: Final = 200  # questions

Part = Callable[[LocalGuardrails, Path, int], Awaitable[dict[str, Any]]]


def main() -> None:
    """Read the command line, measure part by part, print one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m bench.ask.attacking", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled data sets")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, comma-separated")
    parser.add_argument("--every", type=int, default=1, help="take only each N-th row")
    asked = parser.parse_args()
    if wrong := set(asked.only.split(",")) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(wrong))}: name some of {PARTS}")
    print(json.dumps(asyncio.run(measured(asked.data, asked.only.split(","), asked.every))))


async def measured(data: Path, parts: list[str], every: int = 1) -> dict[str, Any]:
    """What each part found; a part whose data is absent says so."""
    settings = GuardSettings(guard_pii_types="*")
    guardrails = LocalGuardrails(settings, open_embedder(Settings()))
    runs: dict[str, tuple[str, Part]] = {
        "injection": ("guardrails_injection", finding_attacks.measured),
        "ordinary": ("", finding_nothing.measured),
        "pii": ("guardrails_pii_presidio", finding_personal.measured),
        "hate": ("toxicity_hatecheck", finding_hate.measured),
        "latency": ("guardrails_injection", latency),
    }
    told: dict[str, Any] = {"every": every}
    for name in parts:
        folder, run = runs[name]
        print(f"{name} ...", file=sys.stderr, flush=True)
        if not folder or (data / folder / "index.jsonl").exists():
            told[name] = await run(guardrails, data / folder, every)
        else:
            told[name] = {"skipped": f"there is no {data / folder}"}
    return told


async def latency(_guardrails: LocalGuardrails, folder: Path, _every: int) -> dict[str, Any]:
    """Milliseconds that a question takes, one after the other, and a passage not seen before.

    By the settings as they come, on guardrails that remember nothing yet.
    """
    guardrails = LocalGuardrails(GuardSettings(), open_embedder(Settings()))
    questions = [row["text"] for row in rows(folder) if row["source"] == "NotInject"][:TIMED]
    files = [row for row in rows(folder) if row["file"] and row["gold"]["label"] == "benign"]
    passages = [(folder / row["file"]).read_text(encoding="utf-8") for row in files][:TIMED]
    await guardrails.question("What does the contract say about the deposit?")  # loads the models
    return {
        "question_ms": await _timed(guardrails.question, questions),
        "passage_ms": await _timed(guardrails.passage, passages),
    }


async def _timed(run: Callable[[str], Awaitable[Any]], texts: list[str]) -> dict[str, float]:
    """Wall time, and time on a core, which other processes change less."""
    took, busy = [], []
    for text in texts:
        began, used = time.perf_counter(), time.process_time()
        await run(text)
        took.append(1000 * (time.perf_counter() - began))
        busy.append(1000 * (time.process_time() - used))
    return {
        "texts": len(took),
        "p50": round(median(took), 2),
        "p95": round(sorted(took)[int(len(took) * 0.95)], 2),
        "core_p50": round(median(busy), 2),
    }


if __name__ == "__main__":
    main()
