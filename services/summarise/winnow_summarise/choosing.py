"""Which sentences of a document stand for it: heavy ones that do not repeat each other. Pure."""

from collections.abc import Sequence
from typing import Final

from winnow.contracts.parsed import Chunk
from winnow_summarise.sentences import SourceSentence, sentences_of
from winnow_summarise.weighing import Weights

SHORTEST: Final = 8  # words; shorter ones are "Yes, I think so"
LONGEST: Final = 40  # words
HEAVIEST: Final = 400  # sentences among which repeats are looked for
WEIGHT: Final = 0.8  # against newness
CENTRAL: Final = 0.2  # of a central sentence, beside one nearest to the focus


def choose(
    sentences: Sequence[SourceSentence], most: int, *, focus: str = "", language: str = "en"
) -> list[SourceSentence]:
    """At most so many sentences, in the order of the document.

    Those nearest to the focus, the most central ones where there is none or nothing is near it,
    each the less the more it is like one already chosen (maximal marginal relevance; Carbonell and
    Goldstein, SIGIR 1998). A sentence that is too short or too long to stand alone is taken only
    where there is no other.
    """
    if not sentences:
        return []
    weights = Weights(sentences, language)
    near, central = weights.near(focus), weights.central()
    scores = [one + CENTRAL * other for one, other in zip(near, central, strict=True)]
    fit = [at for at, one in enumerate(sentences) if SHORTEST <= _words(one) <= LONGEST]
    chosen = _apart(fit or list(range(len(sentences))), scores, weights, most)
    return [sentences[at] for at in sorted(chosen)]


def _apart(fit: Sequence[int], scores: Sequence[float], weights: Weights, most: int) -> list[int]:
    left = sorted(fit, key=lambda at: -scores[at])[:HEAVIEST]
    said = dict.fromkeys(left, 0.0)  # how like a sentence is to one that was chosen
    chosen: list[int] = []
    while left and len(chosen) < most:
        best = max(left, key=lambda at: WEIGHT * scores[at] - (1 - WEIGHT) * said[at])
        chosen.append(best)
        left.remove(best)
        for at in left:
            said[at] = max(said[at], weights.likeness(at, best))
    return chosen


def _words(one: SourceSentence) -> int:
    return len(one.text.split())


def nearest(chunks: Sequence[Chunk], focus: str, size: int, language: str = "en") -> list[Chunk]:
    """The chunks nearest to the focus, of `size` characters together, in the document's order.

    A chunk is as near as its nearest sentence. All chunks where none is near.
    """
    sentences = sentences_of(chunks)
    scores = dict.fromkeys((chunk.id for chunk in chunks), 0.0)
    near = Weights(sentences, language).near(focus) if sentences else []
    for one, score in zip(sentences, near, strict=True):
        scores[one.chunk] = max(scores[one.chunk], score)
    taken, used = set[str](), 0
    for chunk in sorted(chunks, key=lambda one: -scores[one.id]):
        if not scores[chunk.id] or (taken and used + len(chunk.text) > size):
            break
        taken.add(chunk.id)
        used += len(chunk.text)
    return [chunk for chunk in chunks if chunk.id in taken] or list(chunks)
