"""How often a semantic cache finds what it should, and how often it answers another question."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winnow.embedding.port import Embedder
from winnow.evaluation.intervals import wilson
from winnow.semantic.cache import LOOKED_AT, NEAR
from winnow.semantic.facts import WORD, facts_of, says_the_same
from winnow.semantic.variants import Variant, names_of, opposites, paraphrases

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Asked:
    """A labelled question; each is taken to have an answer of its own."""

    question: str
    language: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a cache made of a variant: the number of the question it answered, or None."""

    variant: Variant
    answered: int | None
    cosine: float

    @property
    def false(self) -> bool:
        """Whether the answer of another question was given."""
        if self.answered is None:
            return False
        return self.variant.kind != "paraphrase" or self.answered != self.variant.of


def distinct(asked: Iterable[Asked]) -> list[Asked]:
    """Each question once: data sets repeat some, with other marks at the end."""
    return list({_bare(one.question): one for one in asked}.values())


async def evaluate(
    asked: Sequence[Asked],
    embedder: Embedder,
    *,
    seed: int = 0,
    on_progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> dict[str, Any]:
    """Hit rate and false-hit rate of one language, with Wilson intervals, beside cosine alone.

    All questions are in the cache. Asked are paraphrases of each, which should be found; opposites
    of each, and each itself while it is not in the cache, which should not. Cosine alone has the
    threshold at which it finds as many paraphrases.
    """
    asked = distinct(asked)
    variants = _variants(asked, seed)
    known = await _embedded([one.question for one in asked], embedder, on_progress)
    vectors = await _embedded([one.text for one in variants], embedder, on_progress)
    guarded = [
        _guarded(asked, known, variant, vector)
        for variant, vector in zip(variants, vectors, strict=True)
    ]
    hits = sum(one.answered == one.variant.of for one in guarded if _same(one))
    nearest = [_nearest(known, one, vector) for one, vector in zip(variants, vectors, strict=True)]
    threshold = _threshold(nearest, hits)
    alone = [
        one if one.cosine >= threshold else Outcome(one.variant, None, one.cosine)
        for one in nearest
    ]
    return {
        "questions": len(asked),
        "guarded": _rates(guarded),
        "cosine_alone": {**_rates(alone), "threshold": threshold},
    }


def _variants(asked: Sequence[Asked], seed: int) -> list[Variant]:
    names = sorted({name for one in asked for name in names_of(one.question)})
    all_ = {_bare(one.question) for one in asked}
    made = list[Variant]()
    for number, one in enumerate(asked):
        made += paraphrases(one.question, one.language, number)
        others = opposites(one.question, one.language, number, names, seed)
        made += [other for other in others if _bare(other.text) not in all_]
        made.append(Variant(one.question, "other", "left out", number))
    return made


def _bare(question: str) -> str:
    return " ".join(WORD.findall(question.casefold()))


async def _embedded(
    texts: Sequence[str], embedder: Embedder, told: Callable[[int, int], None]
) -> Vectors:
    found = []
    for start in range(0, len(texts), 256):
        found.append(await embedder.embed(texts[start : start + 256]))
        told(min(start + 256, len(texts)), len(texts))
    return np.concatenate(found)


def _guarded(asked: Sequence[Asked], known: Vectors, variant: Variant, vector: Vectors) -> Outcome:
    """What `SemanticCache.find` answers, on vectors that are there already."""
    cosines = _cosines(known, variant, vector)
    mine = facts_of(variant.text, asked[variant.of].language)
    for at in np.argsort(-cosines)[:LOOKED_AT]:
        if cosines[at] < NEAR:
            break
        other = asked[at]
        if says_the_same(mine, facts_of(other.question, other.language)):
            return Outcome(variant, int(at), float(cosines[at]))
    return Outcome(variant, None, float(cosines.max()))


def _nearest(known: Vectors, variant: Variant, vector: Vectors) -> Outcome:
    cosines = _cosines(known, variant, vector)
    at = int(np.argmax(cosines))
    return Outcome(variant, at, float(cosines[at]))


def _cosines(known: Vectors, variant: Variant, vector: Vectors) -> Vectors:
    cosines: Vectors = known @ vector
    if variant.kind == "other":
        cosines = cosines.copy()
        cosines[variant.of] = -1.0  # it is not in the cache
    return cosines


def _threshold(nearest: Sequence[Outcome], hits: int) -> float:
    right = sorted((one.cosine for one in nearest if _same(one) and not one.false), reverse=True)
    return right[min(hits, len(right)) - 1] if hits and right else 1.0


def _same(one: Outcome) -> bool:
    return one.variant.kind == "paraphrase"


def _rates(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    same = [one for one in outcomes if _same(one)]
    false = [one for one in outcomes if one.false]
    hits = sum(one.answered == one.variant.of for one in same)
    asked = Counter(one.variant.how for one in outcomes)
    found = Counter(one.variant.how for one in outcomes if one.answered is not None)
    return {
        "hit_rate": _share(hits, len(same)),
        "false_hit_rate": _share(len(false), len(outcomes)),
        "false_hit_rate_of_opposites": _share(
            sum(not _same(one) for one in false), len(outcomes) - len(same)
        ),
        "answered_by_kind": {how: [found[how], asked[how]] for how in asked},
    }


def _share(count: int, of: int) -> dict[str, float | int]:
    low, high = wilson(count, of)
    return {"count": count, "of": of, "share": count / of if of else 0.0, "low": low, "high": high}
