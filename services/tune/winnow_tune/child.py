"""python -m winnow_tune.child RUN: one training, in a process that gives way to all others.

It tells what it does as lines of JSON on stdout and ends when its stdin does, so that it does not
outlive the service. Its work lies in a folder of the run: started again, it goes on there.
"""

import asyncio
import json
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Final

from winnow.errors import WinnowError
from winnow.observability.logs import configure, get_logger
from winnow.records.database import open_database
from winnow.records.tuning_runs import Run, TuningRuns
from winnow_tune.running import Told
from winnow_tune.settings import TuneSettings

log = get_logger(__name__)
NICE: Final = 19  # services on this machine come first

Tell = Callable[[Told], None]


# Trains, compares, registers and has the gate judge; what came of it.
Train = Callable[[Run, TuneSettings, Tell], Awaitable[Told]]


async def work(run_id: str, settings: TuneSettings, train: Train, tell: Tell) -> int:
    """See a run through; 0 if it came to an end, whatever that was."""
    database = open_database(settings.database_url())
    try:
        run = await TuningRuns(database).get(run_id)
    finally:
        await database.close()
    if run is None:
        log.error("no such run", run=run_id)
        return 1
    try:
        told = await train(run, settings, tell)
    except WinnowError as error:  # a reason that people are to read; all else is a fault of ours
        log.exception("training failed", run=run_id)
        told = Told("failed", reason=str(error))
    tell(told)
    return 0


def say(told: Told) -> None:
    """One line for the service."""
    sys.stdout.write(json.dumps(asdict(told), ensure_ascii=False) + "\n")
    sys.stdout.flush()


def end_with_parent() -> None:
    """End this process group as soon as nobody holds the other end of stdin."""

    def wait() -> None:
        while os.read(0, 1024):
            """Nothing is said here."""
        os.killpg(os.getpgid(0), signal.SIGKILL)

    threading.Thread(target=wait, name="parent", daemon=True).start()


def main() -> int:
    """Train; `winnow.tuning` brings torch, which the service itself never imports."""
    from winnow_tune.training import train

    end_with_parent()
    os.nice(NICE)
    settings = TuneSettings()
    configure(settings.log_format, settings.log_level)
    return asyncio.run(work(sys.argv[1], settings, train, say))


if __name__ == "__main__":
    sys.exit(main())
