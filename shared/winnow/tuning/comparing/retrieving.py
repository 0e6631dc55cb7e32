"""Solved cases chosen for each document: the labelled ones that are most like it.

In-context examples that are near the question teach more than fixed ones (Liu et al., "What makes
good in-context examples for GPT-3?", DeeLIO 2022, arXiv 2101.06804).
"""

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from winnow.contracts.tuning import TrainingExample
from winnow.embedding.port import Embedder
from winnow.errors import MisconfiguredError
from winnow.llm.port import Example, LanguageModel, Prompt
from winnow.prompts import unfenced
from winnow.tuning.comparing.asking import Asked

MOST: Final = 4  # examples that are shown


class Retrieving(Asked):
    """The nearest training examples of the same question, the nearest last.

    They take at most as many characters as the document may: `model.window`. An example of the very
    same text is never shown, for it holds the answer. Raises MisconfiguredError for examples of
    several tenants: what one labelled is not shown in another's prompts.
    """

    def __init__(
        self,
        model: LanguageModel,
        examples: Sequence[TrainingExample],
        embedder: Embedder,
        *,
        most: int = MOST,
        role: str = "retrieved",
    ) -> None:
        tenants = sorted({one.tenant for one in examples})
        if len(tenants) != 1:
            raise MisconfiguredError(
                f"retrieval needs training examples of one tenant, and these are of "
                f"{', '.join(tenants) or 'none'}: choose one tenant's"
            )
        ids = "\n".join(sorted(one.id for one in examples))
        digest = hashlib.sha256(ids.encode()).hexdigest()[:8]
        super().__init__(model, role, f"retrieved{most}@{digest}")
        self._embedder = embedder
        self._most = most
        self._known: dict[str, list[TrainingExample]] = defaultdict(list)
        for one in examples:
            self._known[one.asked].append(one)
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._embedding = asyncio.Lock()

    async def shown(self, prompt: Prompt) -> Prompt:
        """The prompt with the nearest cases in place of the recipe's examples."""
        known = self._known.get(prompt.task, [])
        if not known:
            return replace(prompt, examples=())
        vectors = await self._of(prompt.task, known)
        query = (await self._embedder.embed([unfenced(prompt.text)]))[0]
        order = np.argsort(-(vectors @ query), kind="stable")
        return replace(prompt, examples=self._fitting([known[at] for at in order], prompt.text))

    def _fitting(self, nearest: Sequence[TrainingExample], text: str) -> tuple[Example, ...]:
        """The nearest that fit beside each other, from the farthest to the nearest."""
        room, chosen = self.window, list[Example]()
        for one in nearest:
            size = len(one.text) + len(one.answer)
            if one.text != text and size <= room:
                chosen.append(Example(one.text, one.answer))
                room -= size
            if len(chosen) == self._most:
                break
        return tuple(reversed(chosen))

    async def _of(self, asked: str, known: Sequence[TrainingExample]) -> NDArray[np.float32]:
        async with self._embedding:
            if asked not in self._vectors:
                texts = [unfenced(one.text) for one in known]
                self._vectors[asked] = await self._embedder.embed(texts)
        return self._vectors[asked]
