"""Has the trainings that are queued run, one at a time, each in a process of its own."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import uuid4

from winnow.background import Background
from winnow.errors import WinnowError
from winnow.observability import metrics
from winnow.observability.logs import get_logger
from winnow.records.port import WhoServes
from winnow.records.tuning_runs import Run, TuningRuns
from winnow_tune.acting import Acts, Bystander

log = get_logger(__name__)
RENEW: Final = 30.0  # seconds between two renewals of the lease
GRACE: Final = 20.0  # seconds in which a child may write its checkpoint down
LINE: Final = 1 << 20  # bytes of one line that a child tells
KEPT: Final = 2000  # characters of a reason

State = Literal["training", "comparing", "registered", "refused", "failed"]
Command = Callable[[Run], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Told:
    """What a child told last: how far it is, or what came of it."""

    state: State
    version: str | None = None
    reason: str | None = None
    progress: str | None = None


def child_command(run: Run) -> list[str]:
    """The process that trains: it imports torch, this one never does."""
    return [sys.executable, "-m", "winnow_tune.child", run.id]


class Runner(Background):
    """Takes what is queued and sees it through, from `start` to `stop`.

    A child is killed at the end, and its run goes on from its checkpoint wherever it is taken up
    next. `attempts` bounds how often that happens without an end, `hours` how long one may take.
    """

    name = "tune-runner"

    def __init__(
        self,
        runs: TuningRuns,
        registry: WhoServes,
        bystander: Bystander,
        *,
        share: float,
        attempts: int,
        hours: float,
        look: float,
        command: Command = child_command,
    ) -> None:
        self._runs = runs
        self._registry = registry
        self._acts = Acts(registry, bystander)
        self._share = share
        self._attempts = attempts
        self._seconds = hours * 3600
        self._look = look
        self._command = command
        self._holder = uuid4().hex

    async def work(self) -> Run | None:
        """Take one run and see it through; None where there is none to take."""
        run = await self._runs.take(self._holder)
        if run is None:
            return None
        if run.attempts > self._attempts:
            reason = f"its process died {run.attempts - 1} times; the last it told: {run.progress}"
            await self._end(run, Told("failed", reason=reason))
            return run
        try:
            with metrics.TUNING_RUNNING.track_inprogress():
                await self._see_through(run)
        except asyncio.CancelledError:
            await asyncio.shield(self._runs.give_back(run.id, self._holder, died=False))
            raise
        return run

    async def _see_through(self, run: Run) -> None:
        async with _started(self._command(run)) as child:
            try:
                async with asyncio.timeout(self._seconds):
                    told = await self._follow(run, child)
            except TimeoutError:
                told = Told("failed", reason=f"not done in {self._seconds / 3600:g} hours")
        if told is None:
            await self._runs.give_back(run.id, self._holder, died=True)
        else:
            await self._end(run, told)

    async def _follow(self, run: Run, child: asyncio.subprocess.Process) -> Told | None:
        """What came of it; None where it is another's meanwhile, or was killed."""
        assert child.stdout is not None
        last, state = run.progress, run.state
        while True:
            try:
                line = await asyncio.wait_for(child.stdout.readline(), RENEW)
            except TimeoutError:
                line = None
            if line == b"":
                return await _died(child)
            told = read(line) if line else None
            if told is not None and told.state in ("registered", "refused", "failed"):
                return told
            if told is not None:
                last, state = told.progress, told.state
            if not await self._runs.tell(run.id, self._holder, progress=last, state=state):
                return None

    async def _end(self, run: Run, told: Told) -> None:
        reason = told.reason[:KEPT] if told.reason else None
        version = told.version
        if not await self._runs.end(
            run.id, self._holder, told.state, version=version, reason=reason
        ):
            return
        metrics.TUNING_RUNS.labels(run.recipe, run.task, told.state).inc()
        log.info("training ended", run=run.id, recipe=run.recipe, state=told.state, reason=reason)
        if told.state == "registered":
            await self._begin_canary(run, told)

    async def _begin_canary(self, run: Run, told: Told) -> None:
        """The challenger of this run answers its first documents; not one that came meanwhile."""
        now = await self._registry.current(run.recipe, run.task)
        if now is None or now.challenger is None or now.canary:
            return
        if now.challenger.version == told.version:
            why = f"passed the gate after training {run.id}: {run.why}"
            await self._acts.canary(now, self._share, why)

    async def _run(self) -> None:
        while True:
            try:
                worked = await self.work()
            except WinnowError as error:  # the database
                log.warning("training waits", error=str(error))
                worked = None
            if worked is None:
                await asyncio.sleep(self._look)


def read(line: bytes) -> Told | None:
    """A line of a child; None for what is none of ours, as libraries print what they like."""
    try:
        found: Any = json.loads(line)
        return Told(**found)
    except (ValueError, TypeError):
        return None


async def _died(child: asyncio.subprocess.Process) -> Told | None:
    """An end without a word: killed by a signal, it may be taken up again; else it failed."""
    code = await child.wait()
    if code < 0:
        log.warning("training was killed", signal=-code)
        return None
    return Told("failed", reason=f"the training process ended with {code}; see its log")


@asynccontextmanager
async def _started(command: Sequence[str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """A child in a process group of its own, which is gone at the end; it reads its parent's death

    as the end of its stdin.
    """
    child = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LINE,
        start_new_session=True,
    )
    try:
        yield child
    finally:
        await asyncio.shield(_ended(child))


async def _ended(child: asyncio.subprocess.Process) -> None:
    if child.returncode is None:
        _signalled(child, signal.SIGTERM)
        try:
            await asyncio.wait_for(child.wait(), GRACE)
        except TimeoutError:
            _signalled(child, signal.SIGKILL)
            await child.wait()


def _signalled(child: asyncio.subprocess.Process, number: signal.Signals) -> None:
    """To the whole group, which may have ended before anybody here was told."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, number)
