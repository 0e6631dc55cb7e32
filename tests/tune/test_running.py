"""Trainings run one at a time, in processes that may die."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from winnow.records.tuning_runs import Run
from winnow_tune.acting import Nobody
from winnow_tune.running import Runner

ENDS = {"state": "refused", "reason": "no better than the champion"}


def child(code: str) -> Any:
    """The command of a process that runs some Python instead of a training."""

    def command(run: Run) -> Sequence[str]:
        return [
            sys.executable,
            "-c",
            f"import json, os, signal, sys, time\nRUN = {run.id!r}\n{code}",
        ]

    return command


def runner(world: Any, code: str, **told: Any) -> Runner:
    how = {"share": 0.1, "attempts": 2, "hours": 1.0, "look": 0.01, **told}
    return Runner(world.runs, world.registry, Nobody(), command=child(code), **how)


async def queued(world: Any) -> Run:
    run: Run | None = await world.runs.queue("receipt", "extract", "decisions", "200 of 200")
    assert run is not None
    return run


async def test_what_came_of_it_is_kept_with_its_reason(world: Any) -> None:
    run = await queued(world)
    code = f"print('loading ...'); print(json.dumps({ENDS!r}))"
    await runner(world, code).work()
    done = await world.runs.get(run.id)
    assert (done.state, done.reason) == ("refused", "no better than the champion")
    assert done.ended_at is not None


async def test_of_a_recipe_and_task_one_run_waits_at_most(world: Any) -> None:
    await queued(world)
    assert await world.runs.queue("receipt", "extract", "schedule", "") is None
    assert await world.runs.queue("receipt", "classify", "schedule", "") is not None


async def test_replicas_do_not_train_beside_each_other(world: Any) -> None:
    first = await queued(world)
    await world.runs.queue("receipt", "classify", "schedule", "")
    taken = await asyncio.gather(*(world.runs.take(f"replica-{number}") for number in range(4)))
    assert [one.id for one in taken if one] == [first.id]


async def test_a_process_that_fails_fails_its_run(world: Any) -> None:
    run = await queued(world)
    await runner(world, "sys.exit(3)").work()
    done = await world.runs.get(run.id)
    assert done.state == "failed"
    assert "ended with 3" in done.reason


async def test_a_process_that_was_killed_is_started_again_and_goes_on(
    world: Any, tmp_path: Path
) -> None:
    """Its folder is the run's, so that the second finds what the first has done."""
    run, mark = await queued(world), tmp_path / "checkpoint"
    code = f"""
if not os.path.exists({str(mark)!r}):
    open({str(mark)!r}, "w").write(RUN)
    os.kill(os.getpid(), signal.SIGKILL)
print(json.dumps({{"state": "refused", "reason": open({str(mark)!r}).read()}}))
"""
    own = runner(world, code)
    await own.work()
    assert (await world.runs.get(run.id)).state == "queued"
    await own.work()
    done = await world.runs.get(run.id)
    assert (done.state, done.reason, done.attempts) == ("refused", run.id, 2)


async def test_one_that_dies_again_and_again_fails(world: Any) -> None:
    run = await queued(world)
    own = runner(world, "os.kill(os.getpid(), signal.SIGKILL)", attempts=2)
    for _ in range(3):
        await own.work()
    done = await world.runs.get(run.id)
    assert done.state == "failed"
    assert "died 2 times" in done.reason


async def test_a_service_that_ends_takes_its_child_along_and_hands_the_run_over(
    world: Any, tmp_path: Path
) -> None:
    run, mark = await queued(world), tmp_path / "pid"
    told = json.dumps({"state": "training", "progress": "half"})
    code = f"""
print({told!r}, flush=True)
open({str(mark)!r}, "w").write(str(os.getpid()))
time.sleep(600)
"""
    own = runner(world, code)
    own.start()
    while not mark.exists() or not mark.read_text():  # noqa: ASYNC110  (another process writes it)
        await asyncio.sleep(0.01)
    pid = int(mark.read_text())
    while (await world.runs.get(run.id)).progress != "half":  # noqa: ASYNC110  (as above)
        await asyncio.sleep(0.01)
    await own.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)
    again = await world.runs.take("another replica")
    assert (again.id, again.state, again.attempts) == (run.id, "training", 1)


async def test_what_takes_too_long_is_ended(world: Any) -> None:
    run = await queued(world)
    await runner(world, "time.sleep(600)", hours=0.2 / 3600).work()
    done = await world.runs.get(run.id)
    assert done.state == "failed"
    assert "not done in" in done.reason


async def test_one_whose_lease_another_took_says_nothing_any_more(world: Any) -> None:
    run = await queued(world)
    await world.runs.take("another replica")
    assert not await world.runs.tell(run.id, "me", progress="late")
    assert not await world.runs.end(run.id, "me", "failed", version=None, reason="late")
    assert (await world.runs.get(run.id)).state == "queued"
