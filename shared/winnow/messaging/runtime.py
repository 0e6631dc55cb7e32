"""Runs services: one in a process of its own, or several joined in one."""

import asyncio
import contextlib
import gc
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import uvicorn
from fastapi import FastAPI

from winnow.config import Settings
from winnow.errors import UnreachableError, WinnowError
from winnow.leaving import Leaving
from winnow.messaging.connection import Reachable
from winnow.messaging.outbox import Outboxes
from winnow.messaging.transactions import Transactor
from winnow.messaging.wiring import build_broker
from winnow.observability.logs import configure, get_logger
from winnow.observability.probes import add_probes
from winnow.records.claims import Claims
from winnow.records.database import open_database
from winnow.records.pruning import Pruner
from winnow.service import Service

log = get_logger(__name__)
DRAIN = 5.0  # seconds that open HTTP requests are given at the end
YOUNG = 50_000  # new objects after which the collector looks at them
CONNECT = 30.0  # seconds that a broker is given to answer before it is asked anew


class HaltedError(WinnowError):
    """A service stopped because it met an error that must be mended first."""


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to `main`: several servers may share a process."""
        yield


@dataclass
class _Host:
    """A running service: its broker, its HTTP server and what went wrong with it."""

    service: Service
    stop: asyncio.Event
    failure: str | None = field(default=None)
    started: bool = field(default=False)

    def fail(self, error: BaseException) -> None:
        self.failure = str(error) or type(error).__name__
        self.stop.set()

    async def run(self) -> None:
        service = self.service
        # A claim that is lost lets an event be worked on again: to the same effects, by their ids
        database = open_database(service.settings.database_url(), durable=False)
        claims = Claims(database)
        pruner = Pruner(database, service.settings)
        plain = [handler for handler in service.handlers if not handler.exactly_once]
        outboxes = Outboxes(service.settings, service.name)
        leaving = Leaving()
        broker = build_broker(service, claims, self.fail, outboxes, plain, leaving)
        transactors = [
            Transactor(service, handler, claims, self.fail, leaving)
            for handler in service.handlers
            if handler.exactly_once
        ]
        server = self._server(transactors)
        web = asyncio.create_task(server.serve())
        try:
            await service.start()
            await asyncio.wait_for(broker.start(), CONNECT)
            for transactor in transactors:
                transactor.start()
            pruner.start()
            self.started = True
            log.info("started", service=service.name, port=service.port)
            await self._until_stopped(web)
        finally:
            leaving.begin()
            await leaving.settled(service.settings.model_timeout)
            await asyncio.gather(*(transactor.stop() for transactor in transactors))
            await broker.stop()
            await outboxes.close()
            await service.close()
            server.should_exit = True
            await web
            await pruner.stop()
            await database.close()
            log.info("stopped", service=service.name)
        if self.failure:
            raise HaltedError(f"{service.name}: {self.failure}")

    async def _until_stopped(self, web: "asyncio.Task[None]") -> None:
        stopped = asyncio.create_task(self.stop.wait())
        await asyncio.wait({stopped, web}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()

    def _server(self, transactors: Sequence[Transactor]) -> uvicorn.Server:
        service = self.service
        web = service.web or FastAPI(title=f"winnow {service.name}", openapi_url=None)
        kafka = Reachable(service.settings)
        probes = {**service.ready, "kafka": kafka.ready, "started": self._ready}
        probes |= {f"reading {one.topic}": one.ready for one in transactors}
        add_probes(web, service.name, probes, lambda: self.failure)
        return _Server(
            uvicorn.Config(
                web,
                host=service.settings.host,
                port=service.port,
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=int(DRAIN),
                timeout_keep_alive=75,
                lifespan="off",
            )
        )

    async def _ready(self) -> None:
        if not self.started:
            raise UnreachableError(self.service.name, "still starting")


async def serve(services: Sequence[Service], stop: asyncio.Event) -> None:
    """Run the services until `stop` is set; HaltedError if one of them had to give up."""
    calm_collector()
    try:
        async with asyncio.TaskGroup() as group:
            for service in services:
                group.create_task(_Host(service, stop).run(), name=service.name)
    except* WinnowError as errors:
        raise errors.exceptions[0] from None


def calm_collector() -> None:
    """Keep the garbage collector from walking all that was imported, every few hundred events.

    What is there now is never garbage; what comes is mostly freed by its counts.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 50)


def main(create: Callable[[], Service]) -> None:
    """Run one service until SIGTERM or SIGINT."""
    settings = Settings()
    configure(settings.log_format, settings.log_level)
    try:
        asyncio.run(_run(create))
    except WinnowError as error:
        log.exception("halted")
        raise SystemExit(1) from error


async def _run(create: Callable[[], Service]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    await serve([create()], stop)
