"""Somebody who knows the right answers and clears documents with keys alone."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.review.browser import READY, Person

from winnow.contracts.evidence import Scalar

CLOCK: Final = Path(__file__).with_name("clock.js")
SHOWN: Final = "at => document.querySelector(at).querySelector('.value bdi')?.textContent ?? ''"
ARM: Final = (
    "([awaited, argument]) => { sessionStorage.clear();"
    " Object.assign(sessionStorage, { awaited, argument }) }"
)
TOOK: Final = "() => Number(sessionStorage.took ?? 0)"


@dataclass(frozen=True, slots=True)
class Cleared:
    """One document: keys that were pressed, the machine's seconds in all that they did, and the
    seconds on the driver's watch; nobody pauses to think.
    """

    keys: int
    machine: float
    watch: float


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
        await self.person.page.context.add_init_script(path=CLOCK)
        await self.person.go("/")
        await self._timed("next document", "n", "next", "")
        for _ in range(documents):
            await self._one()

    async def _one(self) -> None:
        page = self.person.page
        document = await page.get_attribute("#document", "data-document") or ""
        begun, keys, acts = time.perf_counter(), self._keys, len(self.actions)
        while await page.get_attribute("#bar", "data-left") != "0":
            await self._decide(document)
        await self._timed("approve, next document", "a", "next", document)
        machine = sum(seconds for _, seconds in self.actions[acts:])
        self.cleared.append(Cleared(self._keys - keys, machine, time.perf_counter() - begun))

    async def _decide(self, document: str) -> None:
        """Confirm what is right, correct what is not."""
        _, pointer = await self.person.current()
        right = written(self.truth[document].get(pointer))
        revision = str(await self.person.revision())
        if await self.person.page.evaluate(SHOWN, READY) == right:
            await self._timed("confirm", "Enter", "written", revision)
            return
        await self._timed("open the editor", "e", "editing", "")
        await self.person.page.keyboard.type(right)
        self._keys += len(right)
        await self._timed("save a correction", "Enter", "written", revision)

    async def _timed(self, what: str, key: str, awaited: str, argument: str) -> None:
        """Press a key; the page itself takes the time until it has settled."""
        page = self.person.page
        await page.evaluate(ARM, [awaited, argument])
        await page.keyboard.press(key)
        self._keys += 1
        await page.wait_for_function(TOOK)
        self.actions.append((what, float(await page.evaluate(TOOK)) / 1000))


def written(value: Scalar) -> str:
    """As the page writes a value."""
    return f"{value:g}" if isinstance(value, float) else str(value)
