"""Independent readings of what a document is; pure but for the embedding model."""

import re
from collections import Counter
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from winnow.embedding.port import Embedder
from winnow.recipes.recipe import Recipe

FLOOR = 0.25  # cosine below which a document is like no recipe at all
SLACK = 0.1  # cosine that a recipe may lie behind the nearest and still be meant
OPENING = 3000  # characters of a document that say what it is
TELLING = 2  # words by which a recipe must lead
PASSAGE = 700  # characters, about what the embedding model reads at once


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

    async def read(self, text: str) -> dict[str, float]:
        """Mean over the opening's passages of the cosine to each recipe's nearest prototype."""
        passages = [text[at : at + PASSAGE] for at in range(0, min(len(text), OPENING), PASSAGE)]
        if not passages:
            return {}
        vectors = await self._embedder.embed(passages)
        return {
            name: float((vectors @ prototypes.T).max(axis=1).mean())
            for name, prototypes in self._prototypes.items()
        }


def near(scores: Mapping[str, float]) -> set[str]:
    """The recipes that a document is like: above the floor and not far behind the nearest."""
    top = max(scores.values(), default=0.0)
    return {name for name, score in scores.items() if score >= max(FLOOR, top - SLACK)}


class Wording:
    """How many words that only one recipe uses of its documents stand in a document's opening."""

    def __init__(self, recipes: Mapping[str, Recipe]) -> None:
        said = {name: _words(" ".join(_phrases(recipe))) for name, recipe in recipes.items()}
        spread = Counter(word for words in said.values() for word in words)
        self._own = {
            name: {word for word in words if spread[word] == 1} for name, words in said.items()
        }

    def read(self, text: str) -> str | None:
        """The recipe with the most telling words, if it leads the next by two."""
        opening = _words(text[:OPENING])
        counts = Counter({name: len(words & opening) for name, words in self._own.items()})
        ranked = [*counts.most_common(2), ("", 0)]
        return ranked[0][0] if ranked[0][1] - ranked[1][1] >= TELLING else None


def _phrases(recipe: Recipe) -> tuple[str, ...]:
    fields = recipe.fields.get("properties", {})
    return (recipe.title, *recipe.looks_like, " ".join(fields).replace("_", " "))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{3,}", text.casefold()))
