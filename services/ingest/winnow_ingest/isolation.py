"""Runs a call in a process of its own that can be killed."""

import asyncio
import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing import forkserver
from typing import Any, Final

KILLED: Final = None
CONTEXT: Final = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["winnow_ingest.preloaded"])


def start_server() -> None:
    """Let the fork server begin its imports; the first process waits until they are done."""
    forkserver.ensure_running()


def stop_server() -> None:
    """End the fork server and give its memory back; the next call starts another."""
    server: Any = forkserver._forkserver  # noqa: SLF001
    if server._forkserver_pid is not None:  # noqa: SLF001
        os.kill(server._forkserver_pid, signal.SIGTERM)  # noqa: SLF001  may be importing still
    server._stop()  # noqa: SLF001


async def run_isolated(
    call: Callable[..., object], args: tuple[Any, ...], seconds: float
) -> int | None:
    """Wait for `call(*args)` in a new process; its exit code, or KILLED after `seconds`.

    The code is negative when a signal ended it. Everything that the process started in its session
    is killed with it. The time counts from its first instruction.
    """
    process = CONTEXT.Process(target=call, args=args, daemon=True)
    started = asyncio.ensure_future(asyncio.to_thread(process.start))
    try:
        await asyncio.shield(started)
        async with asyncio.timeout(seconds):
            await _ended(process)
    except TimeoutError:
        return KILLED
    else:
        return process.exitcode
    finally:
        await started  # a start that was cancelled makes a process all the same
        await asyncio.to_thread(_stop, process)


async def _ended(process: Any) -> None:
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_reader(process.sentinel, ended.set)
    try:
        await ended.wait()
    finally:
        loop.remove_reader(process.sentinel)


def _stop(process: Any) -> None:
    if process.exitcode != 0:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()  # it may not have come to lead a session yet
    process.join()
    process.close()
