"""make bench-review: a scripted expert clears receipts by keyboard before a long queue; JSON."""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import httpx
from bench.review.browser import Person, chromium
from bench.review.expert import Expert
from bench.review.filling import fill_queue
from bench.review.long_papers import invoice, scan
from bench.review.receipts import receipt
from bench.review.stand import Stand, stand

HEARD = (
    "() => { window.heard = new Promise((resolve) => { const news = new EventSource("
    "'/v1/reviews/events'); window.listening = new Promise((open) => { news.onopen = open; });"
    " news.addEventListener('changed', () => { news.close(); resolve(); }); });"
    " return window.listening.then(() => true); }"
)
URGENT = 50  # priority of the expert's documents, before all others


def main() -> None:
    """Run the whole and print the figures."""
    asked = argparse.ArgumentParser(prog="make bench-review ARGS=...")
    asked.add_argument("--quick", action="store_true", help="a tenth of everything")
    quick = asked.parse_args().quick
    queued, documents = (1000, 5) if quick else (10_000, 50)
    with tempfile.TemporaryDirectory() as folder, stand(Path(folder)) as running:
        figures = asyncio.run(_measured(running, queued, documents))
    print(json.dumps(figures, indent=2))


async def _measured(running: Stand, queued: int, documents: int) -> dict[str, Any]:
    _say(f"Filling the queue with {queued} documents ...")
    begun = time.perf_counter()
    await fill_queue(running.settings, queued)
    filled = time.perf_counter() - begun
    papers = [receipt(number, priority=URGENT) for number in range(1, documents + 1)]
    ids = await running.send(*papers)
    long = dict(zip(("invoice", "scan"), await running.send(invoice(), scan()), strict=True))
    async with chromium() as browser:
        person = await Person.open(running, browser)
        await person.sign_in("ann")
        _say("The expert clears documents ...")
        truth = {one: paper.truth for one, paper in zip(ids, papers, strict=True)}
        expert = Expert(person, truth)
        await expert.clear(documents)
        _say("Pages are loaded ...")
        loads = await _page_loads(person, long)
        news = await _news(person, running, list(long.values()))
        assert person.alarms == [], person.alarms
    return {
        "queued": queued,
        "seconds_to_fill": round(filled, 1),
        **_work(expert),
        "page_load_ms": loads,
        "news_ms": news,
    }


def _work(expert: Expert) -> dict[str, Any]:
    by_kind: dict[str, list[float]] = defaultdict(list)
    for what, seconds in expert.actions:
        by_kind[what].append(seconds)
    every = [seconds for _, seconds in expert.actions]
    return {
        "documents": len(expert.cleared),
        "median_keys_a_document": median(one.keys for one in expert.cleared),
        "median_machine_seconds_a_document": round(median(o.machine for o in expert.cleared), 3),
        "median_driven_seconds_a_document": round(median(o.watch for o in expert.cleared), 3),
        "action_ms": _spread(every),
        "action_ms_by_kind": {what: _spread(found) for what, found in by_kind.items()},
    }


async def _page_loads(person: Person, long: dict[str, str]) -> dict[str, Any]:
    places = {
        "queue, most at stake first": "/?order=risk",
        "queue, teaches most first": "/?order=learning",
        "queue, page 100": "/?order=risk&offset=4950",
        "decided": "/?state=decided",
        "invoice of 300 rows": f"/documents/{long['invoice']}",
        "scan of 60 pages": f"/documents/{long['scan']}",
    }
    return {name: await _repeated(partial(person.go, path)) for name, path in places.items()}


async def _news(person: Person, running: Stand, documents: Sequence[str]) -> dict[str, Any]:
    """From another's claim to the event in an open page."""
    taken = []
    async with running.http("ben") as http:
        for turn in range(10):
            await person.page.evaluate(HEARD)
            document = documents[turn % len(documents)]
            act = "claim" if turn // len(documents) % 2 == 0 else "release"
            begun = time.perf_counter()
            await _posted(http, f"/v1/reviews/{document}/{act}")
            await person.page.evaluate("() => window.heard.then(() => true)")
            taken.append(time.perf_counter() - begun)
    return _spread(taken)


async def _posted(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.post(path, json={})
    answer.raise_for_status()


async def _repeated(act: Callable[[], Awaitable[None]], times: int = 10) -> dict[str, Any]:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        await act()
        taken.append(time.perf_counter() - begun)
    return _spread(taken)


def _spread(seconds: Sequence[float]) -> dict[str, Any]:
    """Milliseconds; p95 is the smallest that at least 95 % do not pass."""
    ordered = sorted(seconds)
    at = max(0, -(-len(ordered) * 95 // 100) - 1)
    told = {"p50": median(ordered), "p95": ordered[at], "longest": ordered[-1]}
    return {"n": len(ordered), **{name: round(one * 1000, 1) for name, one in told.items()}}


def _say(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    main()
