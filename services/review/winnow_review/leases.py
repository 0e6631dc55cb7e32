"""Claims that run out: who holds a document or a question on the desk."""

from dataclasses import dataclass
from datetime import datetime

from winnow.records.moment import now
from winnow.security.keys import Principal
from winnow.web.problems import ProblemError


@dataclass(frozen=True, slots=True)
class Lease:
    """Somebody's claim; it binds nobody once `until` is past."""

    claimed_by: str | None = None
    until: datetime | None = None

    @property
    def holder(self) -> str | None:
        """Who holds it, while the lease lasts."""
        lasts = self.until is not None and self.until > now()
        return self.claimed_by if lasts else None

    def refuse_others(self, who: Principal) -> None:
        """ProblemError 409 `claimed` for everybody but the holder, while there is one."""
        holder = self.holder
        if holder is not None and holder != who.name:
            assert self.until is not None  # only a lease with an end has a holder
            told = f"{holder} holds it until {self.until.isoformat(timespec='seconds')}"
            raise ProblemError(409, "claimed", told)
