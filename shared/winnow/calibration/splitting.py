"""Which labelled documents teach a scorer, and which are kept to test it. Pure Python.

What belongs to one group (a template, copies of one document) stays together, so that nothing that
was learnt from is met again in the test.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final

TEACHING: Final = 0.4  # of the documents; a bound needs examples more than a scorer does
FOLDS: Final = 5


def teaching_groups(groups: Mapping[str, str], seed: int) -> frozenset[str]:
    """The groups whose documents the scorer is fitted on; the others are held out.

    `groups` is by document. Groups are taken in an order that the seed shuffles, as long as they
    bring the share of documents nearer to TEACHING; with two groups or more neither part is empty.
    """
    sizes = Counter(groups.values())
    order = sorted(sizes, key=lambda group: _lot(seed, group))
    goal, chosen, taken = TEACHING * len(groups), list[str](), 0
    for group in order[:-1]:
        if chosen and taken + sizes[group] / 2 > goal:
            continue
        chosen.append(group)
        taken += sizes[group]
    return frozenset(chosen)


def fold_of(groups: Iterable[str], seed: int, folds: int = FOLDS) -> dict[str, int]:
    """The fold of each group, for cross-validation: dealt out by size, the largest first."""
    sizes = Counter(groups)
    filled = [0] * folds
    dealt: dict[str, int] = {}
    for group in sorted(sizes, key=lambda group: (-sizes[group], _lot(seed, group))):
        dealt[group] = filled.index(min(filled))
        filled[dealt[group]] += sizes[group]
    return dealt


def one_of(names: Iterable[str], seed: int, of: str) -> str:
    """One of the names, drawn by lot; the same for the same seed."""
    return min(names, key=lambda name: _lot(seed, f"{of}\n{name}"))


def _lot(seed: int, name: str) -> str:
    return sha256(f"{seed}\n{name}".encode()).hexdigest()
