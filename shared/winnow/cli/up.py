"""winnow up, winnow demo: the whole system on this machine."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer

from winnow.cli.demo import show
from winnow.cli.terminal import err, explained
from winnow.config import Settings
from winnow.local.system import Addresses, Store, System
from winnow.observability.logs import configure

Split = Annotated[bool, typer.Option("--split", help="Each service in a process of its own.")]
StoreOption = Annotated[Store, typer.Option(help="Where vectors are kept.")]


def up(
    split: Split = False,
    store: StoreOption = "lancedb",
    services: Annotated[
        str, typer.Option(help="Only these, comma-separated; empty: all that are installed.")
    ] = "",
) -> None:
    """Run the system until Ctrl+C: Kafka, stores and all services.

    Kafka is started as a child process unless WINNOW_KAFKA names one. Data lie in WINNOW_DATA
    (.winnow); a second start goes on where the first ended.
    """
    names = tuple(name for name in services.split(",") if name)
    _run(System(store, names), split=split, then=_wait)


def demo(
    samples: Annotated[Path, typer.Argument(help="Folder with documents/ and truth.jsonl.")] = Path(
        "samples"
    ),
    once: Annotated[bool, typer.Option("--once", help="End after the table.")] = False,
    split: Split = False,
    store: StoreOption = "lancedb",
) -> None:
    """Run the system, send it the samples, and show what it made of them beside the truth."""

    async def then(addresses: Addresses, stop: asyncio.Event) -> int:
        code = await show(samples, addresses, stop)
        if not once and not stop.is_set():
            err.print("The system stays up; Ctrl+C stops it.")
            await stop.wait()
        return code

    _run(System(store), split=split, then=then)


async def _wait(addresses: Addresses, stop: asyncio.Event) -> int:
    err.print(f"gateway {addresses.gateway}   review {addresses.review}   ask {addresses.ask}")
    err.print(f"Kafka {addresses.kafka}")
    await stop.wait()
    return 0


def _run(
    system: System,
    *,
    split: bool,
    then: Callable[[Addresses, asyncio.Event], Awaitable[int]],
) -> None:
    with explained():
        settings = Settings()
        configure(settings.log_format, settings.log_level)
        err.print("Starting Kafka, stores and services ...")
        try:
            addresses = system.open()
            code = asyncio.run(_beside(system, addresses, split, then))
        finally:
            system.close()
    raise typer.Exit(code)


async def _beside(
    system: System,
    addresses: Addresses,
    split: bool,
    then: Callable[[Addresses, asyncio.Event], Awaitable[int]],
) -> int:
    """Run the services and what is to be done with them; the end of either ends both."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    running = asyncio.create_task(system.run(stop, split=split))
    doing = asyncio.ensure_future(then(addresses, stop))
    await asyncio.wait({running, doing}, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    await running
    return await doing
