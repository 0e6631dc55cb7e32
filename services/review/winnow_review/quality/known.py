"""How often reviewers are wrong on documents whose right answers are known. Pure.

Wilson's interval for values of which one document has many: see `winnow.evaluation.intervals`.
"""

from collections.abc import Iterable

from winnow.evaluation.intervals import clustered
from winnow_review.quality.answer import Share
from winnow_review.quality.facts import Reading


def errors_of(readings: Iterable[Reading]) -> tuple[Share, int]:
    """Wrong values among those whose answer was known, and in how many documents."""
    seeded = [one for one in readings if one.told.against == "known"]
    counts = [
        (sum(at.first != at.second for at in one.told.compared), len(one.told.compared))
        for one in seeded
    ]
    return share_of(counts), len(seeded)


def share_of(documents: Iterable[tuple[int, int]]) -> Share:
    """A share of values, given by document as so many of so many."""
    counts = [one for one in documents if one[1]]
    count, of = sum(one for one, _ in counts), sum(all_ for _, all_ in counts)
    low, high = clustered(counts)
    return Share(count=count, of=of, rate=count / of if of else None, low=low, high=high)
