"""Memory that ingest holds, without what the measurement itself would pile up."""

import ctypes
import gc
import resource
from multiprocessing import forkserver
from pathlib import Path
from typing import Any
from unittest.mock import Mock


class Memory:
    """Resident memory of the service's process and of the fork server that its workers come from.

    The in-memory Kafka has a mock at each end that remembers every call with its arguments; Kafka
    itself has none. `forget` empties those that were there at the beginning.
    """

    def __init__(self) -> None:
        self._mocks = [one for one in gc.get_objects() if isinstance(one, Mock)]
        self.start = self.now()

    def forget(self) -> None:
        for mock in self._mocks:
            mock.reset_mock()

    def now(self) -> dict[str, float]:
        """MiB after a collection; `service` without, `with_free` with what the allocator keeps.

        glibc holds on to memory of large documents for the next ones; told to, it gives it back.
        """
        gc.collect()
        with_free = resident("self")
        _trim()
        server: Any = forkserver._forkserver  # noqa: SLF001
        return {
            "service": resident("self"),
            "with_free": with_free,
            "fork_server": resident(server._forkserver_pid),  # noqa: SLF001
        }


def _trim() -> None:
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # other C libraries have none
    if trim is not None:
        trim(0)


def resident(process: int | str) -> float:
    """MiB of a process."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return round(pages * resource.getpagesize() / 2**20, 1)
