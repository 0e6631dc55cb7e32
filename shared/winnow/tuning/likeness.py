"""Texts that are the same but for spacing, marks and misread letters: exact and near duplicates.

Candidates come from MinHash with locality-sensitive hashing (Broder 1997; Indyk and Motwani 1998)
over runs of letters; each is then compared letter by letter. Runs of letters and not of words:
words come apart where OCR reads a letter wrong or misses a space, and not every script has spaces.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

NEAR: Final = 0.85  # share of letters that two texts have in common, from which they are alike
FEWEST: Final = 12  # letters; shorter texts are alike only if they are equal
MOST: Final = 20_000  # letters of a text that are compared
FIGURES: Final = 0.85  # share of digits in common from which alike texts are copies
FEWEST_FIGURES: Final = 8  # digits; fewer tell nothing about whether a text is a copy
BANDS, ROWS = 42, 3  # finds a pair with half of its runs in common 996 times of 1,000


class Kind(NamedTuple):
    """Texts of a length, and how long the runs of letters are by which they are looked up."""

    fewest: int
    most: int
    run: int


# A pair of one length lies in one of them, as they overlap by more than NEAR lets lengths differ.
KINDS: Final = (Kind(FEWEST, 260, 3), Kind(200, MOST, 5))


class Near(NamedTuple):
    """Two different texts that are alike, by the numbers of their clusters.

    `likeness` is the share of letters, `figures` that of digits that they have in common. Two
    receipts of one shop are alike in their letters; two readings of one receipt in both.
    """

    one: int
    other: int
    likeness: float
    figures: float

    @property
    def copy(self) -> bool:
        """Whether they are readings of one document, and not two filled from one template."""
        return self.figures >= FIGURES


@dataclass(frozen=True)
class Likenesses:
    """Texts by their letters: clusters of equal ones, and which clusters are near each other."""

    clusters: tuple[tuple[int, ...], ...]
    near: tuple[Near, ...]

    @cached_property
    def _cluster_of(self) -> dict[int, int]:
        return {text: at for at, cluster in enumerate(self.clusters) for text in cluster}

    @cached_property
    def _around(self) -> dict[int, list[tuple[int, Near]]]:
        found: dict[int, list[tuple[int, Near]]] = defaultdict(list)
        for near in self.near:
            found[near.one].append((near.other, near))
            found[near.other].append((near.one, near))
        return found

    def copies_of(self, text: int) -> list[tuple[int, float]]:
        """The other readings of what this text says with their likeness, the likest first."""
        own = self._cluster_of[text]
        equal = [(other, 1.0) for other in self.clusters[own] if other != text]
        return equal + [(other, near.likeness) for other, near in self._near(own) if near.copy]

    def filled_like(self, text: int) -> list[tuple[int, float]]:
        """The texts that seem to be of the same template, with other figures in it."""
        own = self._cluster_of[text]
        return [(other, near.likeness) for other, near in self._near(own) if not near.copy]

    def _near(self, own: int) -> list[tuple[int, Near]]:
        around = sorted(self._around.get(own, ()), key=lambda pair: -pair[1].likeness)
        return [(other, near) for cluster, near in around for other in self.clusters[cluster]]


def letters_of(text: str) -> str:
    """Letters and digits alone, ligatures and wide letters as what they stand for (NFKC)."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def likenesses(
    texts: Sequence[str], near: float = NEAR, on_progress: Callable[[int], None] | None = None
) -> Likenesses:
    """Which of the texts are equal by their letters, and which are alike to at least `near`.

    `on_progress` is told each text's number once it was looked up.
    """
    by_letters: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        by_letters[letters_of(text)[:MOST] or f"\0{at}"].append(at)  # texts without letters differ
    spelt = list(by_letters)
    pairs: dict[tuple[int, int], Near] = {}
    for kind in KINDS:
        chosen = [at for at, one in enumerate(spelt) if kind.fewest <= len(one) <= kind.most]
        pairs.update(_near_of(spelt, chosen, kind.run, near, on_progress))
    return Likenesses(
        tuple(tuple(cluster) for cluster in by_letters.values()),
        tuple(pairs[pair] for pair in sorted(pairs)),
    )


def _near_of(
    spelt: Sequence[str],
    chosen: Sequence[int],
    run: int,
    near: float,
    on_progress: Callable[[int], None] | None,
) -> dict[tuple[int, int], Near]:
    from datasketch import MinHash, MinHashLSH
    from rapidfuzz.distance import Levenshtein

    index = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS))
    runs = ([piece.encode() for piece in _runs(spelt[at], run)] for at in chosen)
    found: dict[tuple[int, int], Near] = {}
    sketches: Any = MinHash.generator(runs, num_perm=BANDS * ROWS, seed=1)
    for at, sketch in zip(chosen, sketches, strict=True):
        for other in index.query(sketch):
            likeness = Levenshtein.normalized_similarity(spelt[at], spelt[other], score_cutoff=near)
            if likeness >= near:
                found[other, at] = Near(other, at, likeness, _figures(spelt[at], spelt[other]))
        index.insert(at, sketch)
        if on_progress:
            on_progress(at)
    return found


def _figures(one: str, other: str) -> float:
    """The share of digits in common; 1 where there are too few to tell."""
    from rapidfuzz.distance import Levenshtein

    first, second = ("".join(filter(str.isdigit, text)) for text in (one, other))
    if max(len(first), len(second)) < FEWEST_FIGURES:
        return 1.0
    return float(Levenshtein.normalized_similarity(first, second))


def _runs(spelt: str, size: int) -> set[str]:
    return {spelt[at : at + size] for at in range(len(spelt) - size + 1)}
