"""The words of a text that say what it is about, as stems. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Final

from winnow.semantic.facts import facts_of
from winnow.semantic.words import stemmer

# They ask or join; that a passage has them says nothing
ASKING: Final = frozenset(
    (  # noqa: SIM905
        "what which who whom whose when where why how many much did can could would should will "
        "in on at by for from to with as and or but into about between during after before than "
        "there this these those it its his her their he she they them we you i me my our your "
        "name type kind "
        "was welche welcher welches wer wem wen wann wo warum wie viele viel wurde werden kann "
        "in im am an auf von vom zu zum zur mit als und oder aber für über nach vor durch bei es "
        "er sie ihr sein qué que quién quiénes cuál cuáles cuándo dónde por cómo cuánto cuántos "
        "cuántas en a al con como y o pero para sobre entre su sus lo se"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Terms:
    """Stems of content words, with numbers among them; and names, as stems too."""

    words: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    denied: bool

    @property
    def all(self) -> frozenset[str]:
        return self.words | self.numbers


@lru_cache(maxsize=8192)
def terms_of(text: str, language: str = "en") -> Terms:
    """The terms of a text; kept, since a passage is found for many questions."""
    facts = facts_of(text, language)
    empty = _empty(language)
    words = frozenset(facts.words) - empty
    names = frozenset(facts.names) - empty
    return Terms(words, names, frozenset(facts.numbers), facts.denied > 0)


@lru_cache(maxsize=16)
def _empty(language: str) -> frozenset[str]:
    return frozenset(stemmer(language).stemWord(word) for word in ASKING) | ASKING


def rarity(parts: Sequence[Terms]) -> Mapping[str, float]:
    """What each term weighs, by how few of the parts hold it (inverse document frequency)."""
    held: dict[str, int] = {}
    for part in parts:
        for term in part.all:
            held[term] = held.get(term, 0) + 1
    return {term: log(1 + len(parts) / count) for term, count in held.items()}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All terms of some texts, and what each weighs among them."""

    all: frozenset[str]
    weights: Mapping[str, float]


def vocabulary(texts: Sequence[str], language: str) -> Vocabulary:
    """That of the texts."""
    held = [terms_of(one, language) for one in texts]
    return Vocabulary(frozenset[str]().union(*(one.all for one in held)), rarity(held))


def covered(wanted: frozenset[str], held: frozenset[str], weights: Mapping[str, float]) -> float:
    """The weighed share of the wanted terms that are held; 0 where nothing is wanted.

    A term that no part holds weighs as much as the rarest: that it is missing says most.
    """
    most = max(weights.values(), default=1.0)
    total = sum(weights.get(term, most) for term in wanted)
    found = sum(weights.get(term, most) for term in wanted & held)
    return found / total if total else 0.0
