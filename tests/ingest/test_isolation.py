"""Whatever happens in a worker, it ends, and its end is told."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from winnow.errors import RejectedError
from winnow_ingest.isolation import KILLED, run_isolated
from winnow_ingest.limits import Limits
from winnow_ingest.reader import FileReader


async def test_a_call_that_returns_ends_with_zero() -> None:
    assert await run_isolated(os.getpid, (), seconds=60) == 0


async def test_a_call_that_hangs_is_killed() -> None:
    assert await run_isolated(time.sleep, (3600,), seconds=0.05) is KILLED


async def test_a_crash_is_told_by_its_signal() -> None:
    assert await run_isolated(os.abort, (), seconds=60) == -signal.SIGABRT


async def test_an_exception_is_told_by_its_code() -> None:
    assert await run_isolated(int, ("no number",), seconds=60) == 1


async def test_memory_beyond_the_limit_cannot_be_had() -> None:
    code = "from winnow_ingest.worker import limit_memory as l; l(2**20); bytearray(2**28)"
    assert await run_isolated(exec, (code,), seconds=60) == 1


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
    ],
)
async def test_readers_reach_neither_the_network_nor_other_programs(code: str) -> None:
    guarded = (
        "import sys, os\nfrom winnow_ingest.worker import _refuse_outside\n"
        f"sys.addaudithook(_refuse_outside)\ntry:\n    {code}\n"
        "except OSError as error:\n    os._exit(42 if 'are read without' in str(error) else 1)"
    )
    assert await run_isolated(exec, (guarded,), seconds=60) == 42


PROGRAM = """
import asyncio, os, pathlib
from winnow_ingest.isolation import run_isolated
with pathlib.Path(__file__).with_name("runs").open("a") as runs:
    runs.write("once ")
if __name__ == "__main__":
    print(asyncio.run(run_isolated(os.getpid, (), seconds=120)))
"""


def test_a_worker_does_not_run_the_program_that_asked_for_it(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    told = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert told.stdout == "0\n"
    assert (tmp_path / "runs").read_text() == "once "


async def test_many_files_at_once_do_not_mix(tmp_path: Path) -> None:
    async def text_of(number: int) -> str:
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "original").write_text(f"file number {number}" if number % 3 else "")
        reader = FileReader(Limits(), "eng")
        try:
            return (await reader.read(folder / "original", "a.txt", "")).document.text
        except RejectedError as error:
            return error.reason

    texts = await asyncio.gather(*(text_of(number) for number in range(9)))
    assert texts == [f"file number {n}" if n % 3 else "file_empty" for n in range(9)]
