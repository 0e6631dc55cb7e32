"""Which examples must stay together: one document, one group, or texts that are alike."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from winnow.contracts.tuning import TrainingExample
from winnow.prompts import unfenced
from winnow.tuning.likeness import Likenesses, likenesses


def alike(
    examples: Sequence[TrainingExample], on_progress: Callable[[int], None] | None = None
) -> Likenesses:
    """The likenesses between the documents' parts of the examples."""
    return likenesses([unfenced(one.text) for one in examples], on_progress=on_progress)


def group(examples: Sequence[TrainingExample], found: Likenesses) -> dict[str, list[int]]:
    """The numbers of the examples that stay together, by the first group's name.

    Examples of one group, document or file do, and those whose texts are alike; what is alike to
    one of them belongs to them too.
    """
    roots = _Roots(len(examples))
    first: dict[tuple[str, str], int] = {}
    for at, one in enumerate(examples):
        for key in (("group", one.group), ("document", one.document), ("file", one.sha256)):
            roots.join(at, first.setdefault(key, at))
    for cluster in found.clusters:
        for at in cluster[1:]:
            roots.join(cluster[0], at)
    for near in found.near:
        roots.join(found.clusters[near.one][0], found.clusters[near.other][0])
    together: dict[int, list[int]] = defaultdict(list)
    for at in range(len(examples)):
        together[roots.of(at)].append(at)
    return {min(examples[at].group for at in members): members for members in together.values()}


class _Roots:
    """Sets that are joined: a disjoint-set forest (Tarjan 1975)."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def of(self, at: int) -> int:
        while self._above[at] != at:
            self._above[at] = self._above[self._above[at]]
            at = self._above[at]
        return at

    def join(self, one: int, other: int) -> None:
        self._above[self.of(one)] = self.of(other)
