"""A training is a process that ends with its parent, and tells what came of it."""

import os
import signal
import subprocess
import sys
from typing import Any

from winnow.errors import MisconfiguredError
from winnow.records.database import Database
from winnow.records.tuning_runs import Run, TuningRuns
from winnow_tune.child import Tell, work
from winnow_tune.running import Told
from winnow_tune.settings import TuneSettings

ORPHAN = """
import time
from winnow_tune.child import end_with_parent
end_with_parent()
print("ready", flush=True)
time.sleep(600)
"""


def settings_of(database: Database) -> TuneSettings:
    return TuneSettings(database=database.engine.url.render_as_string(hide_password=False))


async def test_what_came_of_it_is_told_last(database: Database) -> None:
    run = await TuningRuns(database).queue("receipt", "extract", "asked", "")
    assert run is not None

    async def train(given: Run, _: TuneSettings, tell: Tell) -> Told:
        tell(Told("training", progress="1 of 2"))
        return Told("registered", version=f"of {given.recipe}")

    told: list[Told] = []
    assert await work(run.id, settings_of(database), train, told.append) == 0
    assert told == [Told("training", progress="1 of 2"), Told("registered", version="of receipt")]


async def test_a_reason_that_people_can_act_on_is_told(database: Database) -> None:
    run = await TuningRuns(database).queue("receipt", "extract", "asked", "")
    assert run is not None

    async def train(*_: Any) -> Told:
        raise MisconfiguredError("12 examples are too few: label 50")

    told: list[Told] = []
    await work(run.id, settings_of(database), train, told.append)
    assert told == [Told("failed", reason="12 examples are too few: label 50")]


async def test_a_run_that_is_not_there_is_a_fault(database: Database) -> None:
    async def train(*_: Any) -> Told:
        raise AssertionError

    assert await work("none", settings_of(database), train, lambda _: None) == 1


def test_a_child_does_not_outlive_its_parent() -> None:
    """Its parent's death closes its stdin, whatever killed it."""
    child = subprocess.Popen(
        [sys.executable, "-c", ORPHAN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        assert child.stdout.readline() == b"ready\n"
        child.stdin.close()
        assert child.wait(30) == -signal.SIGKILL
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        child.stdout.close()


def test_the_service_imports_no_torch() -> None:
    code = "import sys, winnow_tune.app; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
