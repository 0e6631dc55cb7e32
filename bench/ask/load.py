"""python -m bench.ask.load: many askers at once against a model that takes a second.

The model is a stub behind OpenAI's HTTP (`bench.ask.stub`), the service all but its broker
(`bench.ask.serving`), each a process of its own. Every question is another, and no answer is given
from a cache. What is measured is the whole HTTP answer, as its asker sees it: from the request to
the last byte. It is measured with the model asked once a question (`one_call`) and, as shipped,
asked again whether what is cited bears the answer out (`two_calls`), beside a single asker.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import httpx
import numpy as np
from bench.ask.texts import papers

PARTS: Final = {"one_call": "false", "two_calls": "true"}  # WINNOW_ASK_ENTAILMENT
STARTS: Final = 240.0  # seconds for models to be loaded and documents embedded


def main() -> None:
    """Print what was found as one JSON object."""
    asked = _arguments()
    told = {name: _measured(asked, entailment) for name, entailment in PARTS.items()}
    settings = {"askers": asked.askers, "each": asked.each, "documents": asked.documents}
    print(json.dumps({**settings, "model_seconds": asked.seconds, **told}))


def _measured(asked: argparse.Namespace, entailment: str) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        stub = [sys.executable, "-m", "bench.ask.stub", str(asked.seconds)]
        with _running(stub, {}) as model:
            service = [sys.executable, "-m", "bench.ask.serving", folder, model]
            settings = {"WINNOW_ASK_ENTAILMENT": entailment}
            with _running([*service, str(asked.documents)], settings) as url:
                return asyncio.run(_both(url, asked))


async def _both(url: str, asked: argparse.Namespace) -> dict[str, Any]:
    questions = [one.question for one in papers(asked.documents)]
    needed = asked.warm + asked.alone + asked.askers * asked.each
    if needed > len(questions):
        raise SystemExit(f"{needed} questions need as many --documents")
    warm, rest = questions[: asked.warm], questions[asked.warm :]
    alone, many = rest[: asked.alone], rest[asked.alone :]
    await _asked(url, [warm])
    single = await _asked(url, [alone])
    crowd = await _asked(
        url, [many[at :: asked.askers][: asked.each] for at in range(asked.askers)]
    )
    return {"one_asker": single, "all_askers": crowd}


async def _asked(url: str, askers: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Seconds and outcomes of askers who ask their questions one after the other."""
    limits = httpx.Limits(max_connections=len(askers))
    begun = time.perf_counter()
    async with httpx.AsyncClient(base_url=url, timeout=120, limits=limits) as http:
        found = await asyncio.gather(*(_one(http, questions) for questions in askers))
    lasted = time.perf_counter() - begun
    seconds = [one for asker in found for one, _ in asker]
    p50, p95 = np.quantile(seconds, (0.5, 0.95))
    return {
        "questions": len(seconds),
        "p50": round(float(p50), 3),
        "p95": round(float(p95), 3),
        "max": round(max(seconds), 3),
        "per_second": round(len(seconds) / lasted, 1),
        "outcomes": dict(Counter(outcome for asker in found for _, outcome in asker)),
    }


async def _one(http: httpx.AsyncClient, questions: Sequence[str]) -> list[tuple[float, str]]:
    found = []
    for question in questions:
        begun = time.perf_counter()
        answer = await http.post("/v1/questions", json={"question": question})
        took = time.perf_counter() - begun
        ok = answer.is_success
        found.append((took, answer.json()["answer"]["outcome"] if ok else str(answer.status_code)))
    return found


@contextmanager
def _running(command: Sequence[str], settings: dict[str, str]) -> Iterator[str]:
    """The address that a process says first; it is ended with the block."""
    environment = {**os.environ, **settings}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            if not address:
                raise SystemExit(f"{' '.join(command)} ended with {process.wait()}")
            _await(address)
            yield address
        finally:
            process.terminate()


def _await(address: str) -> None:
    until = time.monotonic() + STARTS
    while time.monotonic() < until:
        try:
            httpx.get(f"{address}/v1/models")
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"{address} does not answer")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.ask.load", description=__doc__)
    parser.add_argument("--data", type=Path, help="not needed: documents are drawn")
    parser.add_argument("--askers", type=int, default=50, help="at once")
    parser.add_argument("--each", type=int, default=6, help="questions of each asker")
    parser.add_argument("--alone", type=int, default=10, help="questions of the single asker")
    parser.add_argument("--warm", type=int, default=5, help="questions that are not counted")
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--seconds", type=float, default=1.0, help="that the model takes")
    return parser.parse_args()


if __name__ == "__main__":
    main()
