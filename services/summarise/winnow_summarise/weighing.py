"""What sentences weigh: by a focus (BM25), and by how central they are (centroid). Pure.

BM25: Robertson and Zaragoza, "The probabilistic relevance framework", 2009, with each sentence a
document. Centroid: Radev et al., "Centroid-based summarization of multiple documents", 2004, which
needs no comparison of every sentence with every other.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log, sqrt
from typing import Final

from winnow.semantic.facts import facts_of
from winnow.semantic.words import stemmer
from winnow_summarise.sentences import SourceSentence

K1: Final = 1.2
B: Final = 0.75
AROUND: Final = (0.25, 0.5, 1.0, 0.5, 0.25)  # an answer stands near the words of its question
SPEAKER: Final = 0.5  # of the best score, for a sentence of somebody whom the focus names
LATER: Final = 0.4  # a document says first what it is about; share that the last sentence loses
# They ask or join, or stand in every question: that a sentence has them says little
ASKING: Final = (
    "what which who whom whose when where why how many much did could would should will can in on "
    "at by for from to with as and or but into about between during after before than then there "
    "this these those it its his her their they he she we you i me my our your was were think say "
    "summarize summarise describe discuss talk tell"
)


@lru_cache(maxsize=4096)
def terms_of(text: str, language: str) -> tuple[str, ...]:
    """Stems of words, and numbers; small words of English are left out."""
    facts = facts_of(text, language)
    return (*(word for word in facts.words if word not in _asking(language)), *facts.numbers)


class Weights:
    """Sentences of one document as weighed terms; each vector has the length 1."""

    def __init__(self, sentences: Sequence[SourceSentence], language: str) -> None:
        self._sentences = sentences
        self._language = language
        self._terms = [Counter(terms_of(one.text, language)) for one in sentences]
        self._average = sum(sum(one.values()) for one in self._terms) / (len(sentences) or 1) or 1.0
        held = Counter(term for terms in self._terms for term in terms)
        number = len(sentences)
        self._rarity = {
            term: log(1 + (number - count + 0.5) / (count + 0.5)) for term, count in held.items()
        }
        self._vectors = [_unit(self._weighed(terms)) for terms in self._terms]

    def likeness(self, one: int, other: int) -> float:
        """Cosine of two sentences."""
        return _dot(self._vectors[one], self._vectors[other])

    def central(self) -> list[float]:
        """By likeness to all that is said, and the earlier the more; highest 1."""
        total: Counter[str] = Counter()
        for terms in self._terms:
            total.update(terms)
        middle = _unit({term: count * self._rarity[term] for term, count in total.items()})
        number = len(self._vectors)
        return _scaled(
            [
                _dot(vector, middle) * (1 - LATER * at / number)
                for at, vector in enumerate(self._vectors)
            ]
        )

    def near(self, focus: str) -> list[float]:
        """By the words of the focus, in the sentence and around it; highest 1, all 0 if none."""
        wanted = set(terms_of(focus, self._language))
        scores = _scaled(_spread([self._bm25(terms, wanted) for terms in self._terms]))
        named = focus.casefold()
        return [
            score + SPEAKER
            if score and one.speaker is not None and one.speaker.casefold() in named
            else score
            for score, one in zip(scores, self._sentences, strict=True)
        ]

    def _weighed(self, terms: Mapping[str, int]) -> dict[str, float]:
        return {term: (1 + log(count)) * self._rarity[term] for term, count in terms.items()}

    def _bm25(self, terms: Counter[str], wanted: set[str]) -> float:
        long = K1 * (1 - B + B * sum(terms.values()) / self._average)
        found = ((self._rarity[term], terms[term]) for term in wanted if term in terms)
        return sum(rarity * count * (K1 + 1) / (count + long) for rarity, count in found)


@lru_cache
def _asking(language: str) -> frozenset[str]:
    return frozenset(stemmer(language).stemWord(word) for word in ASKING.split())


def _spread(scores: Sequence[float]) -> list[float]:
    reach = len(AROUND) // 2
    padded = [*[0.0] * reach, *scores, *[0.0] * reach]
    return [
        sum(share * padded[at + step] for step, share in enumerate(AROUND))
        for at in range(len(scores))
    ]


def _scaled(scores: list[float]) -> list[float]:
    most = max(scores, default=0.0)
    return [score / most for score in scores] if most > 0 else scores


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = sqrt(sum(value * value for value in vector.values()))
    return {term: value / length for term, value in vector.items()} if length else {}


def _dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    small, large = sorted((one, other), key=len)
    return sum(value * large.get(term, 0.0) for term, value in small.items())
