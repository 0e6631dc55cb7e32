"""The services as processes that can be killed and frozen, and are started again."""

import asyncio
import os
import random
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from winnow.local.child import end_with_parent, free_port
from winnow.local.system import SHARE

TWICE = ("route", "extract", "summarise", "classify", "ingest")  # two members to a group
ONCE = ("gateway", "review", "embed")
SERVICES = (*TWICE, *ONCE)
PAUSE = 0.5  # seconds between a member's death and its next life
FROZEN = 13.0  # seconds; longer than a session, so that the group goes on without it


@dataclass(slots=True)
class Member:
    """One process of a service, in all its lives; `deaths` counts those nobody caused.

    With a `name` it keeps its partitions from one life to the next.
    """

    service: str
    port: int
    log: Path
    name: str = ""
    deaths: int = 0
    _process: asyncio.subprocess.Process | None = None
    _killed: bool = False
    _frozen: bool = False

    async def live(self, stop: asyncio.Event) -> None:
        """Run the service until `stop`, again and again."""
        variables = {
            f"WINNOW_{self.service.upper()}_PORT": str(self.port),
            "WINNOW_MEMBER": self.name,
        }
        while not stop.is_set():
            self._killed = False
            with self.log.open("ab") as log:
                self._process = await asyncio.create_subprocess_exec(
                    sys.executable,
                    "-m",
                    f"winnow_{self.service}",
                    stdout=log,
                    stderr=log,
                    env={"OMP_NUM_THREADS": SHARE, **os.environ, **variables},
                    preexec_fn=end_with_parent,
                )
            died = asyncio.create_task(self._process.wait())
            stopped = asyncio.create_task(stop.wait())
            await asyncio.wait({died, stopped}, return_when=asyncio.FIRST_COMPLETED)
            stopped.cancel()
            if not stop.is_set():
                self.deaths += not self._killed
                await asyncio.sleep(PAUSE)
        self._signal(signal.SIGTERM)
        await died

    def kill(self) -> None:
        """SIGKILL."""
        self._killed = True
        self._signal(signal.SIGKILL)

    async def freeze(self) -> None:
        """SIGSTOP past the session's end, then SIGCONT: it wakes as a zombie."""
        self._frozen = True
        self._signal(signal.SIGSTOP)
        await asyncio.sleep(FROZEN)
        self._signal(signal.SIGCONT)
        self._frozen = False

    @property
    def pid(self) -> int | None:
        """The process of the life that it lives now."""
        return self._process.pid if self._process else None

    @property
    def awake(self) -> bool:
        return not self._frozen

    def _signal(self, name: signal.Signals) -> None:
        if self._process:
            with suppress(ProcessLookupError):
                self._process.send_signal(name)


@dataclass(slots=True)
class Crowd:
    """All members of the system."""

    members: list[Member] = field(default_factory=list)

    @classmethod
    def whole(cls, log: Path) -> "Crowd":
        """Every service, those that share work twice; all write to one log."""
        return cls([Member(name, free_port(), log) for name in (*ONCE, *TWICE, *TWICE)])

    def one(self, service: str, chance: random.Random) -> Member:
        """A member of the service, one that is awake if there is one."""
        mine = [one for one in self.members if one.service == service]
        return chance.choice([one for one in mine if one.awake] or mine)

    def url(self, service: str) -> str:
        [member] = [one for one in self.members if one.service == service]
        return f"http://127.0.0.1:{member.port}"
