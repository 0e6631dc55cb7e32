"""Which returned rows are which true rows. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from winnow.recipes.equality import same
from winnow.recipes.pointers import leaves

KIN: Final = 0.3  # likeness below which two rows are not taken for the same one
SURE: Final = 1000.0  # weight that no number of near misses outbids


@dataclass(frozen=True, slots=True)
class Matching:
    """Indexes of returned and true items that belong together, and those left over."""

    pairs: tuple[tuple[int, int], ...]
    extra: tuple[int, ...]
    missed: tuple[int, ...]


def match_items(returned: Sequence[Any], true: Sequence[Any]) -> Matching:
    """Scalars matched as a set: as many as say the same, then those that come near."""
    return _match(returned, true, _near)


def match_rows(returned: Sequence[dict[str, Any]], true: Sequence[dict[str, Any]]) -> Matching:
    """Rows matched so that the sum of their likenesses is greatest."""
    return _match(returned, true, row_likeness)


def row_likeness(row: dict[str, Any], true: dict[str, Any]) -> float:
    """Mean over the cells that either has, among those labelled: 1 same, a share for near text."""
    mine, labelled = leaves(row), leaves(true)
    likenesses = [
        min(_near(mine.get(at), value), 1.0)
        for at, value in labelled.items()
        if value is not None or mine.get(at) is not None
    ]
    return sum(likenesses) / len(likenesses) if likenesses else 0.0


def _match(
    returned: Sequence[Any],
    true: Sequence[Any],
    likeness: Callable[[Any, Any], float],
) -> Matching:
    """The assignment of the greatest total likeness, by the Hungarian method (Kuhn 1955).

    scipy solves it in O(n^3) (Crouse 2016). Pairs less alike than KIN are taken apart again.
    """
    if not returned or not true:
        return Matching((), tuple(range(len(returned))), tuple(range(len(true))))
    from scipy.optimize import linear_sum_assignment

    table = [[likeness(one, other) for other in true] for one in returned]
    ones, others = linear_sum_assignment(table, maximize=True)
    pairs = tuple((int(a), int(b)) for a, b in zip(ones, others, strict=True) if table[a][b] >= KIN)
    mine, theirs = {a for a, _ in pairs}, {b for _, b in pairs}
    return Matching(
        pairs,
        tuple(at for at in range(len(returned)) if at not in mine),
        tuple(at for at in range(len(true)) if at not in theirs),
    )


def _near(value: Any, gold: Any) -> float:
    """SURE where they say the same, else how near two texts are (0..0.9)."""
    if value is None or gold is None:
        return 0.0
    if same(value, gold):
        return SURE
    if isinstance(value, str) and isinstance(gold, str):
        from rapidfuzz.fuzz import ratio

        return 0.9 * float(ratio(value.casefold(), gold.casefold())) / 100
    return 0.0
