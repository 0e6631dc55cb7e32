"""A Kafka, tables, and the services `review` and `route` on them, as processes of their own."""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import httpx
from bench.review.paper import Paper
from bench.review.sending import Sender

from winnow.config import Settings
from winnow.contracts.base import Event
from winnow.local.child import Child, free_port
from winnow.local.kafka import LocalKafka
from winnow.messaging.rereading import reread
from winnow.messaging.topics import apply_topics
from winnow.records.migrate import migrate
from winnow.streams import Stream
from winnow.testing.recipes import without_promise

ROOT: Final = Path(__file__).parents[2]
START: Final = 90.0  # seconds for a service to start on a busy machine
PATIENCE: Final = 60.0  # seconds for an event to come through
LOOK: Final = 0.05  # seconds between two looks
E = TypeVar("E", bound=Event)
T = TypeVar("T")
KEYS: Final = {
    "ann": "reviewer",
    "ben": "reviewer",
    "cleo": "reviewer+adjudicator",
    "olga": "operator",
    "ada": "auditor",
}


@dataclass(slots=True)
class Served:
    """One service as a process that can be killed and started again on its port."""

    name: str
    environment: Mapping[str, str]
    log: Path
    port: int = field(default_factory=free_port)
    child: Child | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it is ready."""
        variables = {**self.environment, f"WINNOW_{self.name.upper()}_PORT": str(self.port)}
        command = [sys.executable, "-m", f"winnow_{self.name}"]
        self.child = Child(command, self.log, variables)
        self.child.wait_until(self._ready, self.name, START)

    def stop(self) -> None:
        if self.child:
            self.child.stop()

    def kill(self) -> None:
        """SIGKILL, as a crash would."""
        assert self.child is not None
        self.child.kill()

    def _ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=2).is_success
        except httpx.HTTPError:
            return False  # it does not listen yet


@dataclass(frozen=True, slots=True)
class Stand:
    """The running desk; `review` is its address."""

    settings: Settings
    services: dict[str, Served]

    @property
    def review(self) -> str:
        return self.services["review"].url

    async def send(self, *papers: Paper, tenant: str = "default") -> list[str]:
        """Put papers on the desk, and wait until all are there; their ids."""
        sender = Sender(self.settings, tenant)
        try:
            ids = await sender.send(papers)
        finally:
            await sender.close()
        who = f"{tenant}-olga" if tenant != "default" else "olga"
        async with self.http(who) as http:
            for one in ids:
                await eventually(partial(_is_there, http, one), f"document {one}")
        return ids

    def http(self, name: str) -> httpx.AsyncClient:
        """The desk's API as this person."""
        headers = {"Authorization": f"Bearer key-of-{name}"}
        return httpx.AsyncClient(base_url=self.review, headers=headers, timeout=30)

    async def events(self, stream: Stream, carries: type[E], document_id: str) -> list[E]:
        """What the topic holds about a document, each event once."""
        batches = await asyncio.to_thread(lambda: list(reread(self.settings, stream)))
        found = (event for batch in batches for event in batch.events)
        mine = {e.event_id: e for e in found if str(e.document_id) == document_id}
        return [event for event in mine.values() if isinstance(event, carries)]


@contextmanager
def stand(folder: Path, **more: str) -> Iterator[Stand]:
    """The desk in an empty folder; `more` are WINNOW_* variables. Ends with the block."""
    with LocalKafka(folder / "kafka") as kafka:
        recipes = without_promise(ROOT / "recipes", folder / "recipes")
        settings = Settings(kafka=kafka.bootstrap, data=folder / "data", recipes=recipes)
        settings.data.mkdir(parents=True, exist_ok=True)
        asyncio.run(migrate(settings.database_url()))
        apply_topics(settings.kafka, settings.environment)
        environment = _environment(settings, more)
        services = {
            name: Served(name, environment, folder / f"{name}.log") for name in ("review", "route")
        }
        try:
            for one in services.values():
                one.start()
            yield Stand(settings, services)
        finally:
            for one in services.values():
                one.stop()


async def eventually(
    look: Callable[[], Awaitable[T | None]], what: str, seconds: float = PATIENCE
) -> T:
    """What `look` finds, once it finds something; TimeoutError."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := await look():
            return found
        await asyncio.sleep(LOOK)
    raise TimeoutError(f"{what} did not come")


def _environment(settings: Settings, more: Mapping[str, str]) -> dict[str, str]:
    keys = [f"{name}:key-of-{name}:default:{roles}" for name, roles in KEYS.items()]
    keys += [f"other-{name}:key-of-other-{name}:other:{KEYS[name]}" for name in ("ann", "olga")]
    return {
        "WINNOW_KAFKA": settings.kafka,
        "WINNOW_DATA": str(settings.data),
        "WINNOW_RECIPES": str(settings.recipes),
        "WINNOW_API_KEYS": ",".join(keys),
        "WINNOW_SESSION_KEY": "0123456789abcdef0123456789abcdef",
        "WINNOW_REVIEW_DOUBLE_SHARE": "0",
        "WINNOW_LOG_LEVEL": "WARNING",
        "OMP_NUM_THREADS": "1",
        **more,
    }


async def _is_there(http: httpx.AsyncClient, document_id: str) -> bool:
    return (await http.get(f"/v1/reviews/{document_id}")).is_success
