"""Judges whether a text is hateful: a linear model that sees no group's name."""

import numpy as np
from numpy.typing import NDArray

from winnow.embedding.port import Embedder
from winnow.guardrails.linear import Linear, shipped
from winnow.guardrails.port import Finding
from winnow.guardrails.text.sentences import sentences
from winnow.guardrails.toxic.groups import alike

WHAT = "hate against people"
MOST = 40  # parts of a text that are looked at
TOGETHER = 300  # characters that are judged as one: "I used to work with X. They are ..."


class Hate:
    """Looks at a few sentences at a time, by groups made alike; judges English only."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        weights = shipped("hate")
        same = embedder.name.split("/")[0] == weights.embedder
        self._weights: Linear | None = weights if same else None

    def parts(self, text: str) -> list[tuple[int, int]]:
        """The parts worth a look: those that name a group or hold a slur."""
        told = _together(text) if self._weights else []
        return [one for one in told if _names_somebody(text[slice(*one)])][:MOST]

    def findings(
        self, text: str, parts: list[tuple[int, int]], vectors: NDArray[np.float32]
    ) -> list[Finding]:
        """Scores of the parts, whose texts made `alike` the vectors are of."""
        if self._weights is None or not parts:
            return []
        scores = self._weights.probabilities(vectors, [alike(text[a:b]) for a, b in parts])
        return [
            Finding("toxic", start, end, float(score), WHAT)
            for (start, end), score in zip(parts, scores, strict=True)
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


def _names_somebody(sentence: str) -> bool:
    made = alike(sentence)
    return "GROUP" in made or "SLUR" in made
