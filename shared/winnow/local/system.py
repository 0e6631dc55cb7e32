"""The whole system on this machine: brokers and stores as children, services joined or apart."""

import asyncio
import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final, Literal

from winnow.config import Settings
from winnow.errors import MisconfiguredError, WinnowError
from winnow.installed import installed_services, settings_class
from winnow.llm.choice import chosen
from winnow.local.child import answers, end_with_parent, free_port
from winnow.local.kafka import LocalKafka
from winnow.local.weaviate import LocalWeaviate
from winnow.messaging.connection import Reachable, kafka_python_options
from winnow.messaging.runtime import serve
from winnow.messaging.topics import apply_topics
from winnow.observability.logs import get_logger
from winnow.records.migrate import migrate

log = get_logger(__name__)
Store = Literal["lancedb", "weaviate"]
STATE: Final = "run.json"
ANSWER: Final = 20.0  # seconds for a broker that is just starting
CHECKS: Final = 1.0  # seconds between two looks at brokers and stores
# Threads of a service that computes: those of several on the same cores wait for each other busily
SHARE: Final = str(max(1, (os.cpu_count() or 1) // 2))
LONGEST_PAUSE: Final = 30.0  # seconds between restarts of a service that keeps dying


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a running system is reached; kept in `<data>/run.json` while it runs."""

    gateway: str
    review: str
    ask: str
    kafka: str
    weaviate: str
    pid: int


def running_system(data: Path) -> Addresses | None:
    """The system that runs on a data folder, if one does."""
    try:
        return Addresses(**json.loads((data / STATE).read_text()))
    except (OSError, ValueError, TypeError):
        return None


class System:
    """Starts what is missing, runs the services, and stops what it started."""

    def __init__(self, store: Store = "lancedb", services: Sequence[str] = ()) -> None:
        self._settings = Settings()
        self._store = store
        self._names = tuple(services) or tuple(installed_services())
        self._children: list[LocalKafka | LocalWeaviate] = []
        self._lock: IO[str] | None = None

    def open(self) -> Addresses:
        """Start brokers and stores, bring tables and topics up to date; call from the main thread.

        The addresses go into the environment, where every service reads its settings.
        """
        data = self._settings.data
        data.mkdir(parents=True, exist_ok=True)
        self._take_lock(data)
        try:
            if "WINNOW_KAFKA" not in os.environ:
                self._start_kafka(data)
            if self._store == "weaviate" and not self._settings.weaviate_url:
                self._start_weaviate(data)
            self._choose_ports()
            settings = Settings()
            if chosen(settings) == "local":
                _prepare_local_model()
            asyncio.run(migrate(settings.database_url()))
            Reachable(settings).ask(ANSWER)
            apply_topics(settings.kafka, settings.environment, kafka_python_options(settings))
        except BaseException:
            self.close()
            raise
        addresses = self._addresses(settings)
        (data / STATE).write_text(json.dumps(asdict(addresses)))
        return addresses

    async def run(self, stop: asyncio.Event, *, split: bool = False) -> None:
        """Run the services until `stop`: in this process, or each in one of its own."""
        keeping = [asyncio.create_task(_keep(child, stop)) for child in self._children]
        try:
            if split:
                await asyncio.gather(*(_supervise(name, stop) for name in self._names))
            else:
                created = installed_services()
                await serve([created[name]() for name in self._names], stop)
        finally:
            stop.set()
            await asyncio.gather(*keeping)

    def close(self) -> None:
        """Stop everything that `open` started."""
        for child in reversed(self._children):
            child.stop()
        if self._lock:
            (self._settings.data / STATE).unlink(missing_ok=True)
            self._lock.close()
            self._lock = None

    def _take_lock(self, data: Path) -> None:
        self._lock = (data / "run.lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            self._lock = None
            raise MisconfiguredError(
                f"a system already runs on {data}; stop it, or set WINNOW_DATA to another folder"
            ) from None

    def _start_kafka(self, data: Path) -> None:
        broker = LocalKafka(data / "kafka")
        self._children.append(broker)
        os.environ["WINNOW_KAFKA"] = broker.start().bootstrap

    def _start_weaviate(self, data: Path) -> None:
        server = LocalWeaviate(data / "weaviate")
        self._children.append(server)
        server.start()
        os.environ["WINNOW_WEAVIATE_URL"] = server.url
        os.environ["WINNOW_WEAVIATE_GRPC_PORT"] = str(server.grpc_port)
        os.environ["WINNOW_WEAVIATE_API_KEY"] = server.api_key

    def _choose_ports(self) -> None:
        """Give another port to a service whose own is taken, unless the operator named it."""
        for name, create in installed_services().items():
            variable = f"WINNOW_{name.upper()}_PORT"
            default: int = settings_class(create).model_fields[f"{name}_port"].default
            if variable not in os.environ and answers(default):
                os.environ[variable] = str(free_port())

    def _addresses(self, settings: Settings) -> Addresses:
        ports = {
            name: getattr(settings_class(create)(), f"{name}_port")
            for name, create in installed_services().items()
        }
        return Addresses(
            gateway=f"http://{settings.host}:{ports['gateway']}",
            review=f"http://{settings.host}:{ports['review']}",
            ask=f"http://{settings.host}:{ports['ask']}",
            kafka=settings.kafka,
            weaviate=settings.weaviate_url,
            pid=os.getpid(),
        )


def _prepare_local_model() -> None:
    """Convert the weights, once a machine, where that keeps no running service waiting."""
    code = "from winnow.llm.weights import converted_folder; converted_folder()"
    subprocess.run([sys.executable, "-c", code], check=True)


async def _keep(child: LocalKafka | LocalWeaviate, stop: asyncio.Event) -> None:
    """Start a broker or store again where it was, should it die."""
    while not await _passed(stop, CHECKS):
        if child.running():
            continue
        log.warning("died", child=type(child).__name__)
        try:
            await asyncio.to_thread(child.start)
        except WinnowError as error:
            log.warning("did not start again", child=type(child).__name__, error=str(error))
            await _passed(stop, LONGEST_PAUSE)


async def _passed(stop: asyncio.Event, seconds: float) -> bool:
    """Wait; true if it is time to stop."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
    return stop.is_set()


async def _supervise(name: str, stop: asyncio.Event) -> None:
    """Keep one service's process running; a service that dies is started again, with a pause."""
    pause = 0.5
    while not stop.is_set():
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            f"winnow_{name}",
            env={"OMP_NUM_THREADS": SHARE, **os.environ},
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        begun = asyncio.get_running_loop().time()
        died = asyncio.create_task(process.wait())
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({died, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if stop.is_set():
            await _end(process)
            return
        lasted = asyncio.get_running_loop().time() - begun
        pause = 0.5 if lasted > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
        log.warning("died", service=name, code=process.returncode, restart_in=pause)
        await _passed(stop, pause)


async def _end(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), 30)
    except TimeoutError:
        process.kill()
        await process.wait()
