"""Where the bars of a chart stand, in the units of its drawing. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from winnow_review.quality.answer import Bucket

HEIGHT: Final = 80  # of the highest bar
STEP: Final = 32  # from one bar to the next
GAP: Final = 6
LABELS: Final = 12  # under the bars, at most


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle, with what it stands for; `label` is empty where there is no room for it."""

    x: int
    y: float
    width: int
    height: float
    documents: int
    start: str
    label: str


def bars(buckets: Sequence[Bucket], form: str) -> list[Bar]:
    """A bar for each bucket, whose start is written in the `form` of strftime."""
    most = max((one.documents for one in buckets), default=0) or 1
    every = ceil(len(buckets) / LABELS)
    found = []
    for number, one in enumerate(buckets):
        height = round(HEIGHT * one.documents / most, 1)
        start = one.start.strftime(form)
        label = start if number % every == 0 else ""
        x, y = number * STEP, round(HEIGHT - height, 1)
        found.append(Bar(x, y, STEP - GAP, height, one.documents, start, label))
    return found
