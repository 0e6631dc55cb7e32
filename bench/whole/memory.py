"""Resident memory of each service with few and with many events waiting in its topics.

A few documents go through the whole first. What was said of them is then said again of documents
that do not exist otherwise, so often that every service has a queue at its own door; and the
services start on it.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid5

from bench.chaos import papers
from bench.chaos.audit import events
from bench.chaos.members import SERVICES, Member
from bench.whole.queue import say, stored, written
from bench.whole.stand import running, stores

from winnow import streams
from winnow.config import Settings
from winnow.contracts.base import Event
from winnow.observability.logs import configure
from winnow.storage.open import open_blobs
from winnow.streams import Stream
from winnow.testing.model_server import ModelServer

PATIENCE = 300.0  # seconds for the few documents
STEP = 0.5  # seconds between two looks
AGAIN = (streams.PARSED, streams.CLASSIFIED, streams.EXTRACTED, streams.SUMMARISED)

Queue = dict[Stream, list[Event]]
Memory = dict[str, list[int]]  # bytes, a look each


async def whole_way(settings: Settings, asked: argparse.Namespace, log: Path) -> Queue:
    """The events of a few documents that went through everything."""
    receipts = (_receipt(number, 0) for number in range(asked.seeds))
    async with running(SERVICES, log):
        say(settings.kafka, streams.SUBMITTED, await stored(receipts, open_blobs(settings)))
        sys.stderr.write("memory: services are ready\n")
        deadline = time.monotonic() + PATIENCE
        while written(settings.kafka, streams.COMPLETED) < asked.seeds:
            if time.monotonic() > deadline:
                raise TimeoutError(f"not all of {asked.seeds} documents were completed")
            await asyncio.sleep(STEP)
    sys.stderr.write(f"memory: {asked.seeds} documents went the whole way\n")
    return {stream: list(events(settings.kafka, stream)) for stream in AGAIN}


def _receipt(number: int, seed: int) -> tuple[str, str, bytes]:
    name, data = papers.receipt(number, seed)
    return name, "text/plain", data


def again(found: Sequence[Event], number: int, round_: str) -> Iterator[Event]:
    """So many events like these, each about a document of its own.

    A document has the same name on every topic, so that what belongs together still does.
    """
    for count in range(number):
        event = found[count % len(found)]
        name = f"{round_}/{count}"
        yield event.model_copy(
            update={
                "event_id": uuid5(event.event_id, name),
                "document_id": uuid5(event.document_id, name),
            }
        )


async def fill(settings: Settings, found: Queue, number: int) -> None:
    """Put so many events on the way in and on each topic between services."""
    receipts = (_receipt(count, number) for count in range(number))
    say(settings.kafka, streams.SUBMITTED, await stored(receipts, open_blobs(settings)))
    for stream, recorded in found.items():
        ordered = sorted(recorded, key=lambda event: event.document_id)
        say(settings.kafka, stream, again(ordered, number, str(number)))


async def watch(log: Path, seconds: float) -> Memory:
    """What each service's process holds, from when all are ready."""
    seen: Memory = defaultdict(list)
    async with running(SERVICES, log) as members:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for member in members:
                seen[member.service].append(_resident(member))
            await asyncio.sleep(STEP)
    return seen


def _resident(member: Member) -> int:
    """Bytes in memory, without the children."""
    status = Path(f"/proc/{member.pid}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) * 1024


def settled(looks: Sequence[int]) -> float:
    """The median of the latter half: the first half is warming up."""
    return statistics.median(looks[len(looks) // 2 :])


async def measure(settings: Settings, asked: argparse.Namespace, log: Path) -> dict[str, Any]:
    """The figures."""
    async with ModelServer(papers.answer) as model:
        _choose(model.url)
        found = await whole_way(settings, asked, log)
        held: dict[int, dict[str, float]] = {}
        for number in (asked.few, asked.many):
            await fill(settings, found, number)
            looks = await watch(log, asked.seconds)
            held[number] = {service: settled(one) for service, one in looks.items()}
            sys.stderr.write(f"memory: {number} queued events a topic: done\n")
    few, many = held[asked.few], held[asked.many]
    ratios = {service: round(many[service] / few[service], 3) for service in SERVICES}
    return {
        "few": asked.few,
        "many": asked.many,
        "mib_few": {service: round(size / 2**20) for service, size in few.items()},
        "mib_many": {service: round(size / 2**20) for service, size in many.items()},
        "memory_ratios": ratios,
        "memory_ratio": max(ratios.values()),
    }


def _choose(model: str) -> None:
    """Services ask the scripted model."""
    import os

    os.environ |= {
        "WINNOW_MODEL": "openai",
        "WINNOW_OPENAI_BASE_URL": f"{model}/v1",
        "WINNOW_OPENAI_MODEL": "scripted",
        "WINNOW_OPENAI_API_KEY": "none",
        "WINNOW_ROUTE_BAR": "0.1",
    }


def main() -> None:
    """Read the command line, measure, print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=100)
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--seeds", type=int, default=10, help="documents that go the whole way")
    parser.add_argument("--seconds", type=float, default=45.0, help="that services are watched")
    asked = parser.parse_args()
    configure("text", "ERROR")
    with tempfile.TemporaryDirectory(prefix="winnow-bench-") as name, stores(Path(name)) as found:
        figures = asyncio.run(measure(found, asked, Path(name) / "services.log"))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
