"""Groups dealt out to the parts of a split so that each part looks like the whole."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from random import Random
from typing import Final

from winnow.tuning.parts import PARTS, Part

SIZE: Final = "\0size"  # the trait that every example has


def deal(
    groups: Mapping[str, Sequence[frozenset[Hashable]]],
    shares: tuple[float, float, float],
    seed: int,
    fixed: Mapping[str, Part],
) -> dict[str, Part]:
    """The part of each group. `groups` holds the traits of each example of a group.

    Groups with the rarest traits come first, and each goes where its traits are most lacking:
    iterative stratification (Sechidis, Tsoumakas and Vlahavas 2011), of groups instead of rows.
    `fixed` groups stay where they are; they count.
    """
    counts = {name: _counted(examples) for name, examples in groups.items()}
    whole: Counter[Hashable] = Counter()
    for counted in counts.values():
        whole.update(counted)
    have: dict[Part, Counter[Hashable]] = {part: Counter() for part in PARTS}
    dealt = dict(fixed)
    for name, part in fixed.items():
        have[part].update(counts[name])
    for name in _order([name for name in groups if name not in fixed], counts, whole, seed):
        dealt[name] = max(
            PARTS,
            key=lambda part: _lack(counts[name], have[part], whole, shares[PARTS.index(part)]),
        )
        have[dealt[name]].update(counts[name])
    return dealt


def _counted(examples: Sequence[frozenset[Hashable]]) -> Counter[Hashable]:
    counted: Counter[Hashable] = Counter({SIZE: len(examples)})
    for traits in examples:
        counted.update(traits)
    return counted


def _order(
    names: Sequence[str],
    counts: Mapping[str, Counter[Hashable]],
    whole: Counter[Hashable],
    seed: int,
) -> list[str]:
    """Groups by their rarest trait, large ones first; drawn where that leaves it open."""
    drawn = sorted(names)
    Random(seed).shuffle(drawn)  # noqa: S311  (a draw, no secret)
    rarity = {name: min(whole[trait] for trait in counts[name]) for name in drawn}
    return sorted(drawn, key=lambda name: (rarity[name], -counts[name][SIZE]))


def _lack(
    counted: Counter[Hashable], have: Counter[Hashable], whole: Counter[Hashable], share: float
) -> tuple[float, float]:
    """How far a part is behind its share of the group's traits, and of all examples.

    Each trait counts by how much of it there is: one more of a rare one is a larger step.
    """
    behind = sum(
        number / whole[trait] * (share - have[trait] / whole[trait]) / share
        for trait, number in counted.items()
    )
    return round(behind, 12), share - have[SIZE] / whole[SIZE]
