"""The same question answered in two ways: no model can learn both."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from winnow.recipes.equality import folded, same
from winnow.recipes.pointers import Scalar
from winnow.tuning.checks.data import Data
from winnow.tuning.checks.presence import Printed
from winnow.tuning.checks.report import Finding

SURE: Final = 0.9  # likeness from which another answer to a near copy is told


def contradictions(data: Data) -> Iterator[Finding]:
    """Equal questions with other answers, a finding for each question and field."""
    asked: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for at, one in enumerate(data.examples):
        asked[one.task, one.asked, folded(data.texts[at])].append(at)
    for members in asked.values():
        for pointer in {key: None for at in members for key in data.leaves[at]}:
            known = [at for at in members if pointer in data.leaves[at]]
            first, *others = known
            if all(same(data.leaves[first][pointer], data.leaves[at][pointer]) for at in others):
                continue
            said = " and ".join(
                dict.fromkeys(f"“{_told(data.leaves[at][pointer])}”" for at in known)
            )
            yield Finding(
                check="contradiction",
                severity="blocking",
                ids=tuple(data.examples[at].id for at in known),
                field=pointer,
                message=f"One text, and its answers say {said}; keep the right one.",
                score=1.0,
            )


def near_contradictions(data: Data) -> Iterator[Finding]:
    """Near copies with other answers, where the texts do not explain the difference.

    They explain it where each prints its own value and not the other's.
    """
    for near in data.likenesses.near:
        if not near.copy or near.likeness < SURE:
            continue
        one, other = (data.likenesses.clusters[at][0] for at in (near.one, near.other))
        if data.examples[one].asked != data.examples[other].asked:
            continue
        for pointer in data.leaves[one].keys() & data.leaves[other].keys():
            if _unexplained(data, one, other, pointer):
                yield Finding(
                    check="near-contradiction",
                    severity="warning",
                    ids=(data.examples[one].id, data.examples[other].id),
                    field=pointer,
                    message=f"{near.likeness:.0%} of the letters are the same, and the answers are "
                    f"“{_told(data.leaves[one][pointer])}” and "
                    f"“{_told(data.leaves[other][pointer])}”; check both.",
                    score=near.likeness,
                )


def _unexplained(data: Data, one: int, other: int, pointer: str) -> bool:
    first, second = data.leaves[one][pointer], data.leaves[other][pointer]
    if same(first, second):
        return False
    if pointer in data.closed[one]:
        return True
    return Printed(data.texts[one]).says(second) and Printed(data.texts[other]).says(first)


def _told(value: Scalar) -> str:
    return "nothing" if value is None else str(value)
