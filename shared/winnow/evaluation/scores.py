"""Precision, recall and F1 of fields from counts of values. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

from winnow.contracts.base import Record
from winnow.contracts.calibration import Judged
from winnow.evaluation.intervals import Counted, clustered, f1_interval, wilson
from winnow.evaluation.judging import Missed


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of values: right ones, those returned (not null), and those the documents have.

    `absent` counts nulls of the gold outside of lists, `left_empty` those answered with null.
    """

    right: int = 0
    returned: int = 0
    true: int = 0
    left_empty: int = 0
    absent: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.right + other.right,
            self.returned + other.returned,
            self.true + other.true,
            self.left_empty + other.left_empty,
            self.absent + other.absent,
        )

    @property
    def f1(self) -> float | None:
        """2 right / (returned + true), or None where there was nothing to find and nothing said."""
        either = self.returned + self.true
        return 2 * self.right / either if either else None


class Share(Record):
    """`count` of `of`, with its Wilson interval at 95 %; `value` is null where `of` is 0."""

    count: int
    of: int
    value: float | None
    low: float
    high: float


class Between(Record):
    """A value and its interval at 95 %."""

    value: float | None
    low: float
    high: float


class Score(Record):
    """How well a field is read. A wrong value costs both precision and recall.

    `absent` is the share of what the documents do not say that was left empty.
    """

    documents: int
    precision: Share
    recall: Share
    f1: Between
    absent: Share


def share(count: int, of: int) -> Share:
    """A share with its interval."""
    low, high = wilson(count, of)
    return Share(count=count, of=of, value=count / of if of else None, low=low, high=high)


def tallies(judged: Iterable[Judged], missed: Iterable[Missed]) -> dict[str, Tally]:
    """The counts of one document by field."""
    found: dict[str, Tally] = {}
    for one in judged:
        found[one.field] = found.get(one.field, Tally()) + _tally(one)
    for lost in missed:
        found[lost.field] = found.get(lost.field, Tally()) + Tally(true=1)
    return found


def _tally(one: Judged) -> Tally:
    returned, true = one.value is not None, one.gold is not None
    absent = not true and "/*" not in one.field
    return Tally(
        right=int(one.right and returned),
        returned=int(returned),
        true=int(true),
        left_empty=int(absent and not returned),
        absent=int(absent),
    )


def total(counts: Iterable[Tally]) -> Tally:
    """All counts together."""
    return reduce(add, counts, Tally())


def score(counts: Sequence[Tally]) -> Score:
    """The counts of documents, one each, as shares with intervals."""
    low, high = f1_interval([(one.right, one.returned, one.true) for one in counts])
    return Score(
        documents=len(counts),
        precision=_share([(one.right, one.returned) for one in counts]),
        recall=_share([(one.right, one.true) for one in counts]),
        f1=Between(value=total(counts).f1, low=low, high=high),
        absent=_share([(one.left_empty, one.absent) for one in counts]),
    )


def _share(documents: Sequence[Counted]) -> Share:
    """A share of values, with the interval that allows for several in a document."""
    count, of = (sum(pair[at] for pair in documents) for at in (0, 1))
    low, high = clustered(documents)
    return Share(count=count, of=of, value=count / of if of else None, low=low, high=high)
