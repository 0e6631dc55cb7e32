"""What we ask of a registry of models."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from winnow.contracts.tuning import Alias, ModelCard, ModelRef, Task
from winnow.registry.evidence import Evidence
from winnow.registry.verdict import GateVerdict

Aliases = Mapping[Alias, str]  # version by alias


@dataclass(frozen=True, slots=True)
class Version:
    """A registered adapter. `card.erased` counts documents of its training that are gone."""

    ref: ModelRef
    card: ModelCard
    created_at: datetime
    verdict: GateVerdict | None = None


class ModelRegistry(Protocol):
    """Versions of one registered model for each recipe and task, and where its aliases point.

    Every method raises UnreachableError if the registry does not answer or cannot write.
    """

    async def add(self, card: ModelCard, ref: ModelRef, packed: Path) -> Version:
        """Add a version, all or nothing; `ref.version` is given by the registry.

        The same adapter again is the version that it is already. `packed` is its zip.
        """
        ...

    async def versions(self, recipe: str | None = None, task: Task | None = None) -> list[Version]:
        """Versions by recipe, task and age, the oldest first."""
        ...

    async def get(self, recipe: str, task: Task, version: str) -> Version:
        """One version; MisconfiguredError if there is none such."""
        ...

    async def aliases(self, recipe: str, task: Task) -> Aliases:
        """Where the aliases point here; what services follow is said by `WhoServes`."""
        ...

    async def point(self, recipe: str, task: Task, aliases: Aliases) -> None:
        """Point the aliases there, and those not named nowhere."""
        ...

    async def keep_evidence(self, version: Version, evidence: Evidence) -> None:
        """Keep what the gate judges the version by, in place of what was kept before."""
        ...

    async def evidence(self, version: Version) -> Evidence | None:
        """What is kept of it, if anything."""
        ...

    async def keep_verdict(self, version: Version, verdict: GateVerdict) -> None:
        """Keep what the gate found last."""
        ...

    async def mark_erased(self, version: Version, sha256: str) -> None:
        """Note that a document of its training was erased; noted twice it counts once."""
        ...
