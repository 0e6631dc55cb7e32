"""Whether live quality fell below its bar by more than the noise. Pure.

The method is Page's CUSUM (Biometrika 41, 1954) for yes-or-no outcomes in its likelihood-ratio
form, with odds of 2 as is usual in surgery (S. Steiner, R. Cook, V. Farewell, T. Treasure,
Biostatistics 1, 2000): each decided document adds the log likelihood ratio of "the odds of a change
have doubled" against "they are at the bar", and the sum never falls below 0. So it forgets good
times by itself and sees a fall whenever it comes; a window of fixed length would have to be as long
as the smallest fall that matters, and slow for the great ones. G. Lorden (Ann. Math. Stat. 42,
1971): while the rate is at the bar or below, an alarm comes after exp(limit) documents at the
earliest, on average. That is the price of looking after each document, and it is stated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from winnow.evaluation.intervals import wilson

ODDS: Final = 2.0
FALSE_ALARM: Final = 2000  # decided documents between two false alarms, at least, on average
LEAST: Final = 30  # decided documents that a bar is taken from
FLOOR: Final = 0.01  # a bar of 0 could not be kept by anybody


@dataclass(frozen=True, slots=True)
class Chart:
    """Where the sum stands. `documents` and `changed` count since it was last 0."""

    level: float
    limit: float
    bar: float
    documents: int
    changed: int

    @property
    def alarm(self) -> bool:
        return self.level >= self.limit

    @property
    def told(self) -> str:
        """The fall in words."""
        share = self.changed / self.documents if self.documents else 0.0
        return (
            f"people changed {self.changed} of {self.documents} decided documents in a row "
            f"({share:.0%}), where {self.bar:.0%} is the bar"
        )


def chart(changed: Sequence[bool], bar: float, false_alarm: int = FALSE_ALARM) -> Chart:
    """The chart of decided documents, oldest first: whether a person had to change each.

    `bar` is the share of documents that may need a change (0 < bar < 1). An alarm stays: what came
    after it does not take it back.
    """
    worse = ODDS * bar / (1 - bar + ODDS * bar)
    up, down = log(worse / bar), log((1 - worse) / (1 - bar))
    limit = log(false_alarm)
    level, documents, wrong = 0.0, 0, 0
    for one in changed:
        level += up if one else down
        documents, wrong = documents + 1, wrong + one
        if level <= 0:
            level, documents, wrong = 0.0, 0, 0
        if level >= limit:
            break
    return Chart(level, limit, bar, documents, wrong)


def bar_of(changed: Sequence[bool]) -> float | None:
    """The bar that past decided documents set: the upper end of Wilson's interval of their share.

    None where they are fewer than LEAST.
    """
    if len(changed) < LEAST:
        return None
    return min(0.5, max(FLOOR, wilson(sum(changed), len(changed))[1]))
