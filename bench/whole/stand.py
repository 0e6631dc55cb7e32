"""A Kafka, tables and topics in a folder, and services of ours on them as processes."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx
from bench.chaos.members import Member

from winnow.config import Settings
from winnow.local.child import free_port
from winnow.local.kafka import LocalKafka
from winnow.messaging.topics import apply_topics
from winnow.records.migrate import migrate
from winnow.testing.recipes import without_promise

ROOT = Path(__file__).parents[2]
PATIENCE = 400.0  # seconds for services to start on a busy machine


@contextmanager
def stores(folder: Path, **more: str) -> Iterator[Settings]:
    """A broker and what services of ours read from the environment; `more` variables as well."""
    with LocalKafka(folder / "kafka") as kafka:
        os.environ |= {
            "WINNOW_KAFKA": kafka.bootstrap,
            "WINNOW_DATA": str(folder / "data"),
            "WINNOW_RECIPES": str(without_promise(ROOT / "recipes", folder / "recipes")),
            "WINNOW_LOG_LEVEL": "WARNING",
            **more,
        }
        settings = Settings()
        asyncio.run(migrate(settings.database_url()))
        apply_topics(settings.kafka, settings.environment)
        yield settings


@asynccontextmanager
async def running(services: Sequence[str], log: Path) -> AsyncIterator[list[Member]]:
    """The services as processes, all of them ready; they end with the block."""
    members = [Member(name, free_port(), log) for name in services]
    stop = asyncio.Event()
    living = [asyncio.create_task(member.live(stop)) for member in members]
    try:
        await asyncio.gather(*(ready(member) for member in members))
        yield members
    finally:
        stop.set()
        await asyncio.gather(*living)


async def ready(member: Member) -> None:
    """Wait until the service may be used; TimeoutError after PATIENCE seconds."""
    deadline = time.monotonic() + PATIENCE
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{member.port}") as http:
        while time.monotonic() < deadline:
            try:
                if (await http.get("/readyz")).is_success:
                    return
            except httpx.TransportError:
                pass  # it does not listen yet
            await asyncio.sleep(0.2)
    raise TimeoutError(f"{member.service} did not start:\n{member.log.read_text()[-2000:]}")
