"""`winnow models serve` in a process of its own, for as long as somebody wants to ask it."""

import asyncio
import os
import secrets
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

from winnow.config import Settings
from winnow.errors import UnreachableError
from winnow.llm.open import open_model
from winnow.llm.port import LanguageModel
from winnow.local.child import free_port

WHAT: Final = "winnow models serve"
STARTS: Final = 300.0  # seconds in which it is up, on a machine that has other work
LOOK: Final = 0.2  # seconds between two looks
GRACE: Final = 10.0  # seconds in which it ends by itself
SLOW: Final = 600.0  # seconds of one answer: the first one waits for the weights
TOLD: Final = 500  # characters of what it said last

Command = Callable[[int, str], Sequence[str]]  # of a port and NAME=FOLDER


def command_of(port: int, served: str) -> list[str]:
    """The command; it ends with its stdin, so that it does not outlive who started it."""
    told = ["models", "serve", "--port", str(port), "--adapter", served, "--attended"]
    return [sys.executable, "-m", "winnow.cli.main", *told]


@asynccontextmanager
async def served_apart(
    adapter: Path, name: str, settings: Settings, command: Command = command_of
) -> AsyncIterator[LanguageModel]:
    """The adapter, by its full name, through HTTP on a free port of this machine.

    Raises UnreachableError where the server does not start; what it said is in it.
    """
    port, key = free_port(), secrets.token_hex(16)
    env = {**os.environ, "WINNOW_HOST": "127.0.0.1", "WINNOW_OPENAI_API_KEY": key}
    asked = {
        "model": "openai",
        "openai_base_url": f"http://127.0.0.1:{port}/v1",
        "openai_api_key": key,
        "openai_model": name,
        "model_timeout": max(settings.model_timeout, SLOW),
    }
    model = open_model(Settings.model_validate({**settings.model_dump(), **asked}))
    with TemporaryFile() as said:
        process = await asyncio.create_subprocess_exec(
            *command(port, f"{name}={adapter.resolve()}"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=said,
            env=env,
        )
        try:
            await _started(process, model, said)
            yield model
        finally:
            await asyncio.shield(_ended(process))


async def _started(
    process: asyncio.subprocess.Process, model: LanguageModel, said: IO[bytes]
) -> None:
    until = asyncio.get_running_loop().time() + STARTS
    while True:
        try:
            await model.ready()
        except UnreachableError as error:
            if process.returncode is None and asyncio.get_running_loop().time() < until:
                await asyncio.sleep(LOOK)
                continue
            said.seek(0)
            told = said.read().decode(errors="replace").strip()[-TOLD:]
            why = (
                told or f"it ended with {process.returncode}" if process.returncode else str(error)
            )
            raise UnreachableError(WHAT, why) from error
        return


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GRACE)
    except TimeoutError:
        process.kill()
        await process.wait()
