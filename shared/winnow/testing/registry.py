"""ModelRegistry in dicts, a BaseStore, and the registry's tools on nothing but memory."""

from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

from winnow.contracts.tuning import ModelCard, ModelRef, Task
from winnow.errors import MisconfiguredError, WinnowError
from winnow.records.moment import now
from winnow.registry.evidence import Evidence
from winnow.registry.port import Aliases, Version
from winnow.registry.tools import Tools
from winnow.registry.verdict import GateVerdict
from winnow.testing.blobs import MemoryBlobs
from winnow.testing.records import MemoryCalibrations
from winnow.testing.serving import MemoryServing

Key = tuple[str, str, str]  # recipe, task, version


class MemoryRegistry:
    """Keeps versions in `known`; the contract suite runs on it too."""

    def __init__(self) -> None:
        self.known: dict[Key, Version] = {}
        self.pointed: dict[tuple[str, str], Aliases] = {}
        self.evidences: dict[Key, Evidence] = {}
        self.erased: dict[Key, set[str]] = {}
        self._failure: WinnowError | None = None

    def fail_with(self, error: WinnowError | None) -> None:
        """Raise this from `add` and `point` until told otherwise; None mends the registry."""
        self._failure = error

    async def add(self, card: ModelCard, ref: ModelRef, packed: Path) -> Version:
        if self._failure is not None:
            raise self._failure
        with ZipFile(packed) as zipped:
            assert zipped.testzip() is None
        before = await self.versions(card.recipe, card.task)
        for one in before:
            if one.card.model_copy(update={"erased": card.erased}) == card:
                return one
        made = Version(ref.model_copy(update={"version": str(len(before) + 1)}), card, now())
        self.known[_key(made)] = made
        return made

    async def versions(self, recipe: str | None = None, task: Task | None = None) -> list[Version]:
        found = [
            self._with_erased(one)
            for one in self.known.values()
            if recipe in (None, one.card.recipe) and task in (None, one.card.task)
        ]
        return sorted(found, key=lambda one: (*_key(one)[:2], int(one.ref.version)))

    async def get(self, recipe: str, task: Task, version: str) -> Version:
        if (recipe, task, version) not in self.known:
            raise MisconfiguredError(f"{recipe}/{task} has no version {version}")
        return self._with_erased(self.known[recipe, task, version])

    async def aliases(self, recipe: str, task: Task) -> Aliases:
        return self.pointed.get((recipe, task), {})

    async def point(self, recipe: str, task: Task, aliases: Aliases) -> None:
        if self._failure is not None:
            raise self._failure
        self.pointed[recipe, task] = dict(aliases)

    async def keep_evidence(self, version: Version, evidence: Evidence) -> None:
        self.evidences[_key(version)] = evidence

    async def evidence(self, version: Version) -> Evidence | None:
        return self.evidences.get(_key(version))

    async def keep_verdict(self, version: Version, verdict: GateVerdict) -> None:
        self.known[_key(version)] = replace(self.known[_key(version)], verdict=verdict)

    async def mark_erased(self, version: Version, sha256: str) -> None:
        self.erased.setdefault(_key(version), set()).add(sha256)

    def _with_erased(self, version: Version) -> Version:
        erased = len(self.erased.get(_key(version), ()))
        return replace(version, card=version.card.model_copy(update={"erased": erased}))


class MemoryBases:
    """BaseStore in a dict."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}

    async def known(self, base: str) -> str | None:
        return self.seen.get(base)

    async def note(self, base: str, identity: str) -> None:
        self.seen[base] = identity


def memory_tools() -> Tools:
    """The registry's tools, all of them in memory."""
    return Tools(
        MemoryRegistry(), MemoryServing(), MemoryBlobs(), MemoryCalibrations(), MemoryBases()
    )


def _key(version: Version) -> Key:
    return version.card.recipe, version.card.task, version.ref.version
