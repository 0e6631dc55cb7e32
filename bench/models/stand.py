"""A Kafka, a provider, and extract as a process that can be killed, with what it wrote."""

import asyncio
import logging
import os
import random
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.chaos.members import Member
from bench.models.following import Followed
from bench.models.slips import classified, fill, write_recipes
from bench.whole.queue import say
from bench.whole.stand import ready
from rich.console import Console
from rich.progress import Progress

from winnow import streams
from winnow.config import Settings
from winnow.contracts.base import Event
from winnow.local.child import free_port
from winnow.local.kafka import LocalKafka
from winnow.messaging.topics import apply_topics
from winnow.observability.logs import configure
from winnow.records.migrate import migrate
from winnow.storage.open import open_blobs
from winnow.testing.provider import Provider, Weather

MODEL = "claude-haiku-4-5"
QUIET = 240.0  # seconds without anything new after which no more is waited for
err = Console(stderr=True)


@dataclass(slots=True)
class Stand:
    """What runs, and since when: `drafts` and `usage` are the events that came out."""

    settings: Settings
    provider: Provider
    extract: Member
    drafts: Followed
    usage: Followed
    kills: list[float] = field(default_factory=list)  # as `time.time` tells

    async def send(self, numbers: Sequence[int], recipe: str = "slip", *, copy: int = 0) -> None:
        """Publish slips as classified documents."""
        blobs = open_blobs(self.settings)
        made: list[Event] = [await classified(one, blobs, recipe, copy=copy) for one in numbers]
        await asyncio.to_thread(say, self.settings.kafka, streams.CLASSIFIED, made)

    def kill(self) -> None:
        """SIGKILL; it is started again."""
        self.kills.append(time.time())
        self.extract.kill()

    async def until(
        self, done: Callable[[], bool], told: Callable[[int], None] = lambda _: None
    ) -> bool:
        """Wait for it, as long as anything moves; whether it came."""
        best, since = -1, time.monotonic()
        while time.monotonic() - since < QUIET:
            await self.look()
            told(len(self.drafts.documents))
            if done():
                return True
            moved = len(self.drafts.documents) + len(self.provider.bill.lines)
            if moved > best:
                best, since = moved, time.monotonic()
            await asyncio.sleep(0.5)
        return False

    async def look(self) -> None:
        await asyncio.to_thread(self.drafts.look)
        await asyncio.to_thread(self.usage.look)

    async def answered(self, documents: int, *, kills: int = 0, seed: int = 1) -> bool:
        """Wait for that many drafts, and kill the service so often on the way."""
        chance = random.Random(seed)
        lots = sorted(chance.uniform(0.03, 0.95) * documents for _ in range(kills))
        with Progress(console=err) as bar:
            task = bar.add_task("drafts", total=documents)

            def told(count: int) -> None:
                bar.update(task, completed=count)
                if lots and count >= lots[0]:
                    lots.pop(0)
                    self.kill()

            return await self.until(lambda: len(self.drafts.documents) >= documents, told)


@asynccontextmanager
async def stand(weather: Weather, *, seed: int = 1, **more: str) -> AsyncIterator[Stand]:
    """From an empty folder; `more` are variables of the services' environment."""
    configure("text", "ERROR")
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # it tells of a broker that just ended
    with tempfile.TemporaryDirectory(prefix="winnow-models-") as name:
        folder = Path(name)
        with LocalKafka(folder / "kafka") as kafka:
            async with Provider(fill, weather, seed=seed) as provider:
                os.environ |= _variables(folder, kafka.bootstrap, provider.url) | more
                settings = Settings()
                await migrate(settings.database_url())
                apply_topics(settings.kafka, settings.environment)
                async with _services(folder / "services.log") as extract:
                    drafts = Followed(kafka.bootstrap, streams.EXTRACTED)
                    usage = Followed(kafka.bootstrap, streams.USAGE)
                    yield Stand(settings, provider, extract, drafts, usage)
                    drafts.close()
                    usage.close()
                if provider.faults:
                    raise RuntimeError(provider.faults[0])


@asynccontextmanager
async def _services(log: Path) -> AsyncIterator[Member]:
    """extract, and the gateway, which holds work; both keep their partitions when killed."""
    members = [Member(one, free_port(), log, f"{one}-1") for one in ("gateway", "extract")]
    stop = asyncio.Event()
    living = [asyncio.create_task(member.live(stop)) for member in members]
    try:
        await asyncio.gather(*(ready(member) for member in members))
        yield members[1]
    finally:
        stop.set()
        await asyncio.gather(*living)


def _variables(folder: Path, kafka: str, provider: str) -> dict[str, str]:
    return {
        "WINNOW_KAFKA": kafka,
        "WINNOW_DATA": str(folder / "data"),
        "WINNOW_RECIPES": str(write_recipes(folder / "recipes")),
        "WINNOW_LOG_LEVEL": "WARNING",
        "WINNOW_MODEL": "claude",
        "WINNOW_CLAUDE_MODEL": MODEL,
        "WINNOW_MODEL_TIMEOUT": "5",
        "WINNOW_EXTRACT_WORKERS": "16",
        "ANTHROPIC_API_KEY": "scripted",
        "ANTHROPIC_BASE_URL": provider,
    }


def share(count: float, of: float) -> Any:
    """A ratio for the report; null where there is nothing to divide by."""
    return round(count / of, 4) if of else None
