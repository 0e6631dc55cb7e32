"""Sign-ins that were refused, in the audit log: so many a minute, and of the rest their number."""

import time
from collections.abc import Callable
from typing import Final

from winnow.observability.logs import get_logger
from winnow.records.audit import NOBODYS, AuditLog, Entry

log = get_logger(__name__)
MOST: Final = 30  # rows a minute: who guesses keys must not fill the disk, nor hold up the desk
MINUTE: Final = 60.0


class Refusals:
    """Counts refused sign-ins of this process by minutes of `clock`, in seconds."""

    def __init__(self, audit: AuditLog, clock: Callable[[], float] = time.monotonic) -> None:
        self._audit = audit
        self._clock = clock
        self._minute = -1
        self._told = 0
        self._untold = 0

    async def add(self, why: str, address: str | None) -> None:
        """Log one; `address` of the browser goes to the service's log alone."""
        log.warning("sign-in refused", why=why, address=address)
        minute = int(self._clock() // MINUTE)
        if minute != self._minute:
            self._minute, self._told = minute, 0
        if self._told >= MOST:
            self._untold += 1
            return
        self._told += 1
        more = f"; {self._untold} more before it" if self._untold else ""
        self._untold = 0
        await self._audit.add(None, Entry(NOBODYS, "", "sign_in_refused", None, why + more))
