"""What we ask of the tables that more than one service uses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from winnow.contracts.calibration import Calibration
from winnow.contracts.ladders import Ladder


@dataclass(frozen=True, slots=True)
class Claim:
    """What an event is known by, and the place of the record that brought it."""

    key: str
    place: str


class ClaimStore(Protocol):
    """Remembers which record brought an event first: others that bring it are repeats.

    A record that is delivered again after a crash stands where it stood, so it is none.
    """

    async def claim(self, consumer: str, claims: Sequence[Claim]) -> list[bool]:
        """Tell for each whether it came first; of two with one key in a call, the former did."""
        ...

    async def release(self, consumer: str, claim: Claim) -> None:
        """Give up a claim, so that the event may be brought again by another record."""
        ...


class AnswerStore(Protocol):
    """The ledger of paid model answers: nothing is paid for twice."""

    async def get(self, id: str) -> dict[str, Any] | None:  # noqa: A002  (what it is called)
        """Return the answer kept under the id, if any."""
        ...

    async def keep(self, id: str, stage: str, body: dict[str, Any]) -> dict[str, Any]:  # noqa: A002
        """Keep the answer unless there is one already; return the one that is kept."""
        ...


class CalibrationStore(Protocol):
    """What was learnt from labelled documents; the newest of a recipe and model is in use."""

    async def keep(self, calibration: Calibration) -> None:
        """Store it; the same again changes nothing."""
        ...

    async def newest(self, recipe: str, model: str) -> Calibration | None:
        """Return the one in use for a recipe (its name) and a model (its `name`), if any."""
        ...

    async def get(self, id: str) -> Calibration | None:  # noqa: A002  (what it is called)
        """Return the one of this id, if any."""
        ...


class LadderStore(Protocol):
    """The ladders that were chosen; the newest of a recipe and task is in use."""

    async def keep(self, ladder: Ladder) -> None:
        """Store it; the same again changes nothing."""
        ...

    async def newest(self, recipe: str, task: str) -> Ladder | None:
        """Return the one in use for a recipe (its name) and a task, if any."""
        ...
