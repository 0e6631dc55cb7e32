"""A child process that ends with us, and loopback ports for it."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from winnow.errors import MisconfiguredError

LIBC: Final = ctypes.CDLL(None)
PR_SET_PDEATHSIG: Final = 1
PATIENCE: Final = 15.0  # seconds between asking a child to end and killing it


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Whether something listens on the loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.3)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Child:
    """One child process with its output in a log file."""

    def __init__(
        self, command: Sequence[str], log: Path, env: Mapping[str, str] | None = None
    ) -> None:
        self.log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(env or {})},
                preexec_fn=end_with_parent,  # noqa: PLW1509  (it takes no lock)
                start_new_session=True,  # Ctrl+C is for us; we end our children in order
            )
        self.pid = self._process.pid

    def running(self) -> bool:
        return self._process.poll() is None

    def wait_until(self, ready: Callable[[], bool], what: str, seconds: float = 60.0) -> None:
        """Wait for readiness; MisconfiguredError with the log's end if the child gives up first."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.running() or time.monotonic() > deadline:
                self.stop()
                raise MisconfiguredError(f"{what} did not start; {self.log}:\n{self._last_words()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """SIGTERM, then SIGKILL."""
        if not self.running():
            return
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def kill(self) -> None:
        """SIGKILL at once."""
        self._process.kill()
        self._process.wait()

    def _last_words(self) -> str:
        return self.log.read_text(errors="replace")[-2000:]


def end_with_parent() -> None:
    """For a child to call before it becomes its program: our death, however it comes, ends it."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def tell(what: str) -> None:
    """Say on stderr what takes its time."""
    sys.stderr.write(f"{what}\n")
    sys.stderr.flush()
