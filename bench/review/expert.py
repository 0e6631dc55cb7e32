"""Somebody who knows the right answers and clears documents with keys alone."""

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bench.review.browser import READY, Person

from winnow.contracts.evidence import Scalar

SHOWN = "at => document.querySelector(at).querySelector('.value bdi')?.textContent ?? ''"


@dataclass(frozen=True, slots=True)
class Cleared:
    """One document: keys that were pressed, and the machine's seconds; nobody pauses to think."""

    keys: int
    seconds: float


@dataclass(slots=True)
class Expert:
    """`truth` are right values by document and pointer; `actions` are (what, seconds)."""

    person: Person
    truth: Mapping[str, Mapping[str, Scalar]]
    actions: list[tuple[str, float]] = field(default_factory=list)
    cleared: list[Cleared] = field(default_factory=list)
    _keys: int = 0

    async def clear(self, documents: int) -> None:
        """Work down the queue from its top."""
        await self.person.go("/")
        await self._next("next document", "n", leaving="")
        for _ in range(documents):
            await self._one()

    async def _one(self) -> None:
        page = self.person.page
        document = await page.get_attribute("#document", "data-document") or ""
        begun, keys = time.perf_counter(), self._keys
        while await page.get_attribute("#bar", "data-left") != "0":
            await self._decide(document)
        await self._next("approve, next document", "a", leaving=document)
        self.cleared.append(Cleared(self._keys - keys, time.perf_counter() - begun))

    async def _decide(self, document: str) -> None:
        """Confirm what is right, correct what is not."""
        _, pointer = await self.person.current()
        right = written(self.truth[document].get(pointer))
        if await self.person.page.evaluate(SHOWN, READY) == right:
            async with self._timed("confirm"):
                self._keys += 1
                await self.person.written("Enter")
            return
        async with self._timed("open the editor"):
            self._keys += 1
            await self.person.press("e", until="[name=value]:focus")
        await self.person.page.keyboard.type(right)
        self._keys += len(right) + 1
        async with self._timed("save a correction"):
            await self.person.written("Enter")

    async def _next(self, what: str, key: str, leaving: str) -> None:
        other = f'#document[data-writable="true"]:not([data-document="{leaving}"])'
        async with self._timed(what):
            self._keys += 1
            await self.person.press(key, until=f"{other} {READY}")

    @asynccontextmanager
    async def _timed(self, what: str) -> AsyncIterator[None]:
        begun = time.perf_counter()
        yield
        self.actions.append((what, time.perf_counter() - begun))


def written(value: Scalar) -> str:
    """As the page writes a value."""
    return f"{value:g}" if isinstance(value, float) else str(value)
