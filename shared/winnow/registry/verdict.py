"""What the gate found, check by check, in words."""

from typing import Literal

from winnow.contracts.base import Instant, Record

Status = Literal["kept", "broken", "told"]


class Check(Record):
    """One rule of the gate: kept, broken, or told because it does not decide."""

    name: str
    status: Status
    reason: str


class GateVerdict(Record):
    """Whether a challenger may be champion: when no check is broken."""

    model: str
    champion: str | None
    checks: tuple[Check, ...]
    at: Instant

    @property
    def passed(self) -> bool:
        return not self.broken

    @property
    def broken(self) -> tuple[Check, ...]:
        return tuple(one for one in self.checks if one.status == "broken")

    @property
    def words(self) -> str:
        """The verdict as one sentence."""
        if self.passed:
            return f"{self.model} passes: it may be champion"
        return f"{self.model} is refused: " + "; ".join(
            f"{one.name}: {one.reason}" for one in self.broken
        )
