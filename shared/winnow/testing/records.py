"""ClaimStore, AnswerStore, CalibrationStore and LadderStore in dicts and lists."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from winnow.contracts.calibration import Calibration
from winnow.contracts.ladders import Ladder
from winnow.records.port import Claim


class MemoryClaims:
    """Remembers in `places` which record brought an event first, by consumer and key."""

    def __init__(self) -> None:
        self.places: dict[tuple[str, str], str] = {}

    async def claim(self, consumer: str, claims: Sequence[Claim]) -> list[bool]:
        firsts = [self.places.setdefault((consumer, one.key), one.place) for one in claims]
        return [first == one.place for first, one in zip(firsts, claims, strict=True)]

    async def release(self, consumer: str, claim: Claim) -> None:
        if self.places.get((consumer, claim.key)) == claim.place:
            del self.places[consumer, claim.key]


class MemoryAnswers:
    """Keeps answers in `answers`, by id."""

    def __init__(self) -> None:
        self.answers: dict[str, dict[str, Any]] = {}

    async def get(self, id: str) -> dict[str, Any] | None:  # noqa: A002  (what the port calls it)
        return deepcopy(self.answers.get(id))

    async def keep(self, id: str, stage: str, body: dict[str, Any]) -> dict[str, Any]:  # noqa: A002, ARG002
        return deepcopy(self.answers.setdefault(id, deepcopy(body)))


class MemoryCalibrations:
    """Keeps calibrations in `known`, oldest first."""

    def __init__(self) -> None:
        self.known: list[Calibration] = []

    async def keep(self, calibration: Calibration) -> None:
        if calibration.id not in {one.id for one in self.known}:
            self.known.append(calibration)

    async def newest(self, recipe: str, model: str) -> Calibration | None:
        mine = [one for one in self.known if (one.recipe, one.model) == (recipe, model)]
        return max(mine, key=lambda one: one.created_at, default=None)

    async def get(self, id: str) -> Calibration | None:  # noqa: A002  (what the port calls it)
        return next((one for one in self.known if one.id == id), None)


class MemoryLadders:
    """Keeps ladders in `known`, oldest first."""

    def __init__(self) -> None:
        self.known: list[Ladder] = []

    async def keep(self, ladder: Ladder) -> None:
        if ladder.id not in {one.id for one in self.known}:
            self.known.append(ladder)

    async def newest(self, recipe: str, task: str) -> Ladder | None:
        mine = [one for one in self.known if (one.recipe, one.task) == (recipe, task)]
        return max(mine, key=lambda one: one.created_at, default=None)
