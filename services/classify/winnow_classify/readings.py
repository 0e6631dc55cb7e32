"""Independent readings of what a document is; pure but for the embedding model."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winnow.embedding.port import Embedder
from winnow.recipes.recipe import Recipe

FLOOR = 0.25  # cosine below which a passage is like no recipe at all
MARGIN = 0.03  # cosine by which the nearest recipe must lead
OPENING = 3000  # characters of a document that say what it is
TELLING = 2  # words by which a recipe must lead
PASSAGE = 700  # characters, about what the embedding model reads at once


@dataclass(frozen=True, slots=True)
class Reading:
    """Scores by recipe, and the recipe they speak for, if they speak clearly."""

    scores: Mapping[str, float]
    choice: str | None


class Likeness:
    """How near a document's opening is to what each recipe says of its documents."""

    def __init__(self, embedder: Embedder, recipes: Mapping[str, Recipe]) -> None:
        self._embedder = embedder
        self._recipes = recipes
        self._prototypes: dict[str, NDArray[np.float32]] = {}

    async def prepare(self) -> None:
        """Embed the recipes' descriptions and phrases once."""
        for name, recipe in self._recipes.items():
            texts = [f"{recipe.title}. {recipe.description}", *recipe.looks_like]
            self._prototypes[name] = await self._embedder.embed(texts)

    async def read(self, text: str) -> Reading:
        """Mean over the opening's passages of the cosine to each recipe's nearest prototype."""
        passages = [text[at : at + PASSAGE] for at in range(0, min(len(text), OPENING), PASSAGE)]
        if not passages or not self._prototypes:
            return Reading({}, None)
        vectors = await self._embedder.embed(passages)
        scores = {
            name: float((vectors @ prototypes.T).max(axis=1).mean())
            for name, prototypes in self._prototypes.items()
        }
        return Reading(scores, clear_leader(scores, FLOOR, MARGIN))


class Wording:
    """How many words that only one recipe uses of its documents stand in a document's opening."""

    def __init__(self, recipes: Mapping[str, Recipe]) -> None:
        said = {name: _words(" ".join(_phrases(recipe))) for name, recipe in recipes.items()}
        spread = Counter(word for words in said.values() for word in words)
        self._own = {
            name: {word for word in words if spread[word] == 1} for name, words in said.items()
        }

    def read(self, text: str) -> Reading:
        """Distinct telling words by recipe; two more than the next is a clear voice."""
        opening = _words(text[:OPENING])
        scores = {name: float(len(words & opening)) for name, words in self._own.items()}
        return Reading(scores, clear_leader(scores, TELLING, TELLING))


def _phrases(recipe: Recipe) -> tuple[str, ...]:
    fields = recipe.fields.get("properties", {})
    return (recipe.title, *recipe.looks_like, " ".join(fields).replace("_", " "))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{3,}", text.casefold()))


def clear_leader(scores: Mapping[str, float], floor: float, margin: float) -> str | None:
    """The best name if it reaches the floor and leads the second by the margin."""
    ranked: Sequence[str] = sorted(scores, key=lambda name: scores[name], reverse=True)
    if not ranked or scores[ranked[0]] < floor:
        return None
    if len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < margin:
        return None
    return ranked[0]
