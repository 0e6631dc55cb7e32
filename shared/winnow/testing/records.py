"""ClaimStore, AnswerStore, CalibrationStore and LadderStore in dicts and lists."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from typing import Any

from winnow.contracts.calibration import Calibration
from winnow.contracts.ladders import Ladder
from winnow.contracts.usage import Usage
from winnow.records.model_calls import cached
from winnow.records.port import Claim, Kept, Turn, Use


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
    """Keeps bodies in `answers` by id, usages in `uses` by the use's id, and who flies in `flying`.

    Its flights have no lease.
    """

    renewal = 1000.0

    def __init__(self) -> None:
        self.answers: dict[str, dict[str, Any]] = {}
        self.uses: dict[str, tuple[Use, Usage]] = {}
        self.flying: set[str] = set()

    async def recall(self, use: Use) -> Kept | None:
        if use.answer not in self.answers:
            return None
        repeated = use.id in self.uses
        _, usage = self.uses.setdefault(use.id, (use, cached(use)))
        return Kept(deepcopy(self.answers[use.answer]), usage, repeated)

    async def take_off(self, use: Use) -> Kept | Turn:
        kept = await self.recall(use)
        if kept is not None:
            return kept
        if use.answer in self.flying:
            return Turn.THEIRS
        self.flying.add(use.answer)
        return Turn.OURS

    async def keep(self, use: Use, body: dict[str, Any], usage: Usage, at: datetime) -> Kept:  # noqa: ARG002
        self.flying.discard(use.answer)
        self.uses.setdefault(use.id, (use, usage))
        kept = self.answers.setdefault(use.answer, deepcopy(body))
        return Kept(deepcopy(kept), usage)

    async def give_up(self, answer: str) -> None:
        self.flying.discard(answer)

    async def renew(self) -> None:
        """There is no lease to renew."""

    async def landed(self, answer: str) -> bool:
        return answer not in self.flying

    async def erase(self, tenant: str, document_id: str) -> int:
        mine = [
            use
            for use, _ in self.uses.values()
            if (use.tenant, use.document_id) == (tenant, document_id)
        ]
        for use in mine:
            self.uses[use.id] = (replace(use, document_id=""), self.uses[use.id][1])
        return sum(
            self.answers.pop(answer, None) is not None for answer in {u.answer for u in mine}
        )


class MemoryCalibrations:
    """Keeps calibrations in `known`, oldest first."""

    def __init__(self) -> None:
        self.known: list[Calibration] = []
        self.voided: set[str] = set()

    async def keep(self, calibration: Calibration) -> None:
        if calibration.id not in {one.id for one in self.known}:
            self.known.append(calibration)

    async def newest(self, recipe: str, model: str) -> Calibration | None:
        mine = [one for one in self.known if (one.recipe, one.model) == (recipe, model)]
        used = [one for one in mine if one.id not in self.voided]
        return max(used, key=lambda one: one.created_at, default=None)

    async def void(self, base: str, why: str) -> list[str]:  # noqa: ARG002  (nobody reads it here)
        ids = {one.id for one in self.known if f"{one.model}+".startswith(f"{base}+")}
        new = ids - self.voided
        self.voided |= new
        return sorted(new)

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
