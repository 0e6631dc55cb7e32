"""Whether confidences mean what they say. Pure."""

from collections.abc import Sequence
from typing import Final

from winnow.contracts.base import Record
from winnow.contracts.calibration import Scored
from winnow.evaluation.intervals import wilson

BINS: Final = 10


class Bin(Record):
    """Values of about the same confidence, and the share of them that is right (95 % interval)."""

    confidence: float
    right: float
    low: float
    high: float
    count: int


class Reliability(Record):
    """`ece` is the mean gap between confidence and share right, over BINS bins of equal width

    (Guo et al., ICML 2017); `brier` the mean squared gap; `auroc` the chance that a right value is
    surer than a wrong one (0.5: the confidence tells nothing). Null where it cannot be said.
    """

    bins: tuple[Bin, ...]
    values: int
    ece: float | None
    brier: float | None
    auroc: float | None


def reliability(scored: Sequence[Scored]) -> Reliability:
    """Bins and figures of confidences of which it is known whether the value was right."""
    groups: list[list[Scored]] = [[] for _ in range(BINS)]
    for one in scored:
        groups[min(int(one.score * BINS), BINS - 1)].append(one)
    bins = tuple(_bin(group) for group in groups if group)
    count = len(scored)
    return Reliability(
        bins=bins,
        values=count,
        ece=sum(one.count * abs(one.confidence - one.right) for one in bins) / count
        if count
        else None,
        brier=sum((one.score - one.right) ** 2 for one in scored) / count if count else None,
        auroc=auroc(scored),
    )


def auroc(scored: Sequence[Scored]) -> float | None:
    """The area under the ROC curve by ranks (Mann and Whitney 1947); ties count half."""
    right = sum(one.right for one in scored)
    wrong = len(scored) - right
    if not right or not wrong:
        return None
    ordered = sorted(scored, key=lambda one: one.score)
    ranks, at = 0.0, 0
    while at < len(ordered):
        end = at
        while end < len(ordered) and ordered[end].score == ordered[at].score:
            end += 1
        ranks += (at + 1 + end) / 2 * sum(one.right for one in ordered[at:end])
        at = end
    return (ranks - right * (right + 1) / 2) / (right * wrong)


def _bin(group: list[Scored]) -> Bin:
    right = sum(one.right for one in group)
    low, high = wilson(right, len(group))
    return Bin(
        confidence=sum(one.score for one in group) / len(group),
        right=right / len(group),
        low=low,
        high=high,
        count=len(group),
    )
