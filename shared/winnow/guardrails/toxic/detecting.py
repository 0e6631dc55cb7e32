"""Judges whether a text is hateful: a linear model that sees no group's name."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winnow.embedding.port import Embedder
from winnow.guardrails.linear import fitting
from winnow.guardrails.port import Finding
from winnow.guardrails.text.sentences import sentences
from winnow.guardrails.toxic.groups import alike

WHAT = "hate against people"
MOST = 40  # parts of a text that are looked at
TOGETHER = 300  # characters that are judged as one: "I used to work with X. They are ..."


@dataclass(frozen=True, slots=True)
class Part:
    """A few sentences, and how they are told to the model: with all groups made alike."""

    start: int
    end: int
    told: str


class Hate:
    """Looks at a few sentences at a time, by groups made alike; judges English only."""

    def __init__(self, embedder: Embedder) -> None:
        self._weights = fitting("hate", embedder)

    def parts(self, text: str) -> list[Part]:
        """The parts worth a look: those that name a group or hold a slur."""
        if self._weights is None:
            return []
        parts = (Part(start, end, alike(text[start:end])) for start, end in _together(text))
        return [one for one in parts if "GROUP" in one.told or "SLUR" in one.told][:MOST]

    def findings(self, parts: Sequence[Part], vectors: NDArray[np.float32]) -> list[Finding]:
        """Scores of the parts, whose `told` the vectors are of."""
        if self._weights is None or not parts:
            return []
        scores = self._weights.probabilities(vectors, [one.told for one in parts])
        return [
            Finding("toxic", one.start, one.end, float(score), WHAT)
            for one, score in zip(parts, scores, strict=True)
        ]


def _together(text: str) -> list[tuple[int, int]]:
    """Neighbouring sentences joined up to TOGETHER characters."""
    made: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if made and end - made[-1][0] <= TOGETHER:
            made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
    return made
