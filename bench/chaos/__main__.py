"""Send documents, disturb everything, count what came out. The last line is one JSON object."""

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from uuid import UUID

import httpx
from bench.chaos import papers
from bench.chaos.audit import audit, events
from bench.chaos.members import SERVICES, TWICE, Crowd
from rich.console import Console
from rich.progress import Progress

from winnow import streams
from winnow.config import Settings
from winnow.local.kafka import LocalKafka
from winnow.local.weaviate import LocalWeaviate
from winnow.messaging.topics import apply_topics
from winnow.observability.logs import configure
from winnow.records.migrate import migrate
from winnow.testing.model_server import ModelServer
from winnow.testing.recipes import without_promise

ROOT = Path(__file__).parents[2]
DRY = 30.0  # seconds that Weaviate is away
QUIET = 600.0  # seconds without a new result after which the run is over
SENDERS = 4


@dataclass(slots=True)
class Disturbed:
    """What was done to the system."""

    kills: Counter[str] = field(default_factory=Counter)
    freezes: Counter[str] = field(default_factory=Counter)
    broker: int = 0
    weaviate: int = 0


@dataclass(slots=True)
class Run:
    """One run of the whole."""

    asked: argparse.Namespace
    settings: Settings
    kafka: LocalKafka
    weaviate: LocalWeaviate
    crowd: Crowd
    done: Disturbed = field(default_factory=Disturbed)
    sent: list[UUID] = field(default_factory=list)

    async def send(self, told: Callable[[], None]) -> None:
        """Upload all documents, spread over the disturbances, each until it is taken."""
        numbers = iter(range(self.asked.documents))

        async def sender(http: httpx.AsyncClient) -> None:
            for number in numbers:
                name, data = papers.receipt(number, self.asked.seed)
                self.sent.append(await _upload(http, name, data))
                told()
                await asyncio.sleep(self.asked.pace)

        async with httpx.AsyncClient(base_url=self.crowd.url("gateway"), timeout=30) as http:
            await asyncio.gather(*(sender(http) for _ in range(SENDERS)))

    async def disturb(self) -> None:
        """Kill and freeze at random moments; once, the broker dies and Weaviate is away."""
        chance = random.Random(self.asked.seed)
        killed = islice(cycle(SERVICES), self.asked.kills)
        frozen = islice(cycle(TWICE), self.asked.freezes)
        deeds: list[Callable[[], Coroutine[None, None, None]]] = [
            self._break_kafka,
            self._stop_weaviate,
            *(partial(self._kill, service, chance) for service in killed),
            *(partial(self._freeze, service, chance) for service in frozen),
        ]
        chance.shuffle(deeds)
        async with asyncio.TaskGroup() as group:
            for deed in deeds:
                await asyncio.sleep(chance.uniform(1.0, self.asked.every))
                group.create_task(deed())

    async def _kill(self, service: str, chance: random.Random) -> None:
        self.crowd.one(service, chance).kill()
        self.done.kills[service] += 1

    async def _freeze(self, service: str, chance: random.Random) -> None:
        self.done.freezes[service] += 1
        await self.crowd.one(service, chance).freeze()

    async def _break_kafka(self) -> None:
        self.done.broker += 1
        await asyncio.to_thread(self.kafka.kill)
        await asyncio.to_thread(self.kafka.start)

    async def _stop_weaviate(self) -> None:
        self.done.weaviate += 1
        await asyncio.to_thread(self.weaviate.stop)
        await asyncio.sleep(DRY)
        await asyncio.to_thread(self.weaviate.start)

    async def drain(self, told: Callable[[int], None]) -> None:
        """Wait until every document has its result, its passages and its record, or none comes."""
        best, since = -1, time.monotonic()
        while time.monotonic() - since < QUIET:
            ended = await asyncio.to_thread(self._ended)
            told(ended[0])
            if min(ended) >= len(self.sent):
                await asyncio.sleep(5)  # the gateway's records follow the log
                return
            if sum(ended) > best:
                best, since = sum(ended), time.monotonic()
            await asyncio.sleep(2)

    def _ended(self) -> tuple[int, int]:
        wanted = set(self.sent)
        found = [
            {event.document_id for event in events(self.settings.kafka, stream)} & wanted
            for stream in (streams.COMPLETED, streams.INDEXED)
        ]
        return len(found[0]), len(found[1])


async def _upload(http: httpx.AsyncClient, name: str, data: bytes) -> UUID:
    while True:
        try:
            answer = await http.post("/v1/documents", files={"file": (name, data)})
        except httpx.TransportError:
            await asyncio.sleep(0.5)
            continue
        if answer.is_success:
            return UUID(answer.json()["document_id"])
        await asyncio.sleep(0.5)


@asynccontextmanager
async def system(folder: Path, asked: argparse.Namespace) -> AsyncIterator[Run]:
    """Kafka, Weaviate, a model server and all services, from an empty folder."""
    with LocalKafka(folder / "kafka") as kafka, LocalWeaviate(folder / "weaviate") as weaviate:
        async with ModelServer(papers.answer) as model:
            os.environ |= {
                "WINNOW_KAFKA": kafka.bootstrap,
                "WINNOW_WEAVIATE_URL": weaviate.url,
                "WINNOW_WEAVIATE_GRPC_PORT": str(weaviate.grpc_port),
                "WINNOW_WEAVIATE_API_KEY": weaviate.api_key,
                "WINNOW_DATA": str(folder / "data"),
                "WINNOW_RECIPES": str(without_promise(ROOT / "recipes", folder / "recipes")),
                "WINNOW_MODEL": "openai",
                "WINNOW_OPENAI_BASE_URL": f"{model.url}/v1",
                "WINNOW_OPENAI_MODEL": "scripted",
                "WINNOW_OPENAI_API_KEY": "none",
                "WINNOW_ROUTE_BAR": "0.1",
                "WINNOW_LOG_LEVEL": "WARNING",
            }
            settings = Settings()
            await migrate(settings.database_url())
            apply_topics(settings.kafka, settings.environment)
            crowd = Crowd.whole(folder / "services.log")
            stop = asyncio.Event()
            living = [asyncio.create_task(member.live(stop)) for member in crowd.members]
            try:
                yield Run(asked, settings, kafka, weaviate, crowd)
            finally:
                stop.set()
                await asyncio.gather(*living)
            if model.faults:
                raise RuntimeError(model.faults[0])


async def play(folder: Path, asked: argparse.Namespace, err: Console) -> int:
    """The whole play; 0 when nothing was lost, doubled or in disagreement."""
    begun = time.monotonic()
    async with system(folder, asked) as run:
        with Progress(console=err) as bar:
            sending = bar.add_task("sent", total=asked.documents)
            ending = bar.add_task("results", total=asked.documents)
            await asyncio.gather(run.send(lambda: bar.advance(sending)), run.disturb())
            await run.drain(lambda ended: bar.update(ending, completed=ended))
        verdict = await audit(run.settings, run.crowd.url("gateway"), run.sent)
        for told in (*(f"{one}: no result" for one in verdict.lost), *verdict.disagreements)[:50]:
            err.print(told, markup=False)
        figures = {
            "documents": len(run.sent),
            "kills": run.done.kills.total(),
            "freezes": run.done.freezes.total(),
            "broker_kills": run.done.broker,
            "weaviate_stops": run.done.weaviate,
            "killed": dict(run.done.kills),
            "frozen": dict(run.done.freezes),
            "deaths_of_their_own": sum(one.deaths for one in run.crowd.members),
            "lost": len(verdict.lost),
            "duplicates": verdict.duplicates,
            "disagreements": len(verdict.disagreements),
            "seconds": round(time.monotonic() - begun, 1),
        }
    sys.stdout.write(json.dumps(figures) + "\n")
    return 1 if verdict.lost or verdict.duplicates or verdict.disagreements else 0


def main() -> int:
    """Read the command line and play."""
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--freezes", type=int, default=5)
    parser.add_argument("--every", type=float, default=9.0, help="most seconds between two deeds")
    parser.add_argument("--pace", type=float, default=1.0, help="seconds between a sender's files")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="an empty one, kept with all logs")
    asked = parser.parse_args()
    configure("text", "ERROR")
    err = Console(stderr=True)
    if asked.folder:
        return asyncio.run(play(asked.folder, asked, err))
    with tempfile.TemporaryDirectory(prefix="winnow-chaos-") as folder:
        return asyncio.run(play(Path(folder), asked, err))


if __name__ == "__main__":
    raise SystemExit(main())
