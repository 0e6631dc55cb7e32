"""What is at stake in a review, and what it would teach. Pure.

What is at stake grows by AGE a day for every document alike, so that the order of two documents
never changes and an index can keep it: `order_of` leaves the present out, `score_at` puts it in.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from math import log2
from typing import Final

from winnow.contracts.reviews import ReviewRequested
from winnow.recipes.pointers import field_of

PRIORITY: Final = 20.0  # a step of the sender's priority, in values in doubt
MUST_HAVE: Final = 3.0  # a value that the result must not lack
WITHOUT_RECIPE: Final = 5.0  # a document that nobody knows the type of
AGE: Final = 2.0  # a day nearer to its due time, in values in doubt
DAY: Final = 24 * 3600.0  # seconds
AHEAD: Final = timedelta(days=7)  # nothing is put off for longer than this, whenever it is due
SHY: Final = 0.05  # no confidence is taken for surer than this


def order_of(event: ReviewRequested, must_have: Collection[str] = ()) -> float:
    """Expected loss, less the due time: the higher, the sooner a person should look.

    Expected loss is how far each value in doubt is below its threshold (0..1), by its weight.
    """
    doubts = sum(
        (MUST_HAVE if pointer in must_have else 1.0) * _shortfall(event, pointer)
        for pointer in event.doubtful
    )
    unknown = WITHOUT_RECIPE if event.recipe is None else 0.0
    due = min(event.due_at, event.occurred_at + AHEAD)
    return doubts + unknown + PRIORITY * event.priority - AGE * due.timestamp() / DAY


def score_at(order: float, now: datetime) -> float:
    """What is at stake at a moment: expected loss, plus or less what the due time adds."""
    return order + AGE * now.timestamp() / DAY


def uncertainty_of(event: ReviewRequested) -> float:
    """How much an answer would teach: the mean entropy of the values in doubt, in bits (0..1).

    Uncertainty sampling (Lewis and Gale 1994). A missing value is as uncertain as can be.
    """
    if event.recipe is None or not event.doubtful:
        return 1.0
    return sum(_entropy(event.confidences.get(one) or 0.5) for one in event.doubtful) / len(
        event.doubtful
    )


def likeness_of(event: ReviewRequested) -> str:
    """Documents of one likeness have the same in doubt in the same kind of file."""
    fields = sorted({field_of(pointer) for pointer in event.doubtful})
    kind = (event.recipe or "?", event.source.media_type, event.source.language or "?")
    return " ".join((*kind, *fields))[:500]


def _shortfall(event: ReviewRequested, pointer: str) -> float:
    threshold = event.thresholds.get(field_of(pointer), 1.0)
    confidence = event.confidences.get(pointer, 0.0)
    return min(1.0, max(0.0, (threshold - confidence) / threshold)) if threshold > 0 else 0.0


def _entropy(share: float) -> float:
    p = min(max(share, SHY), 1 - SHY)
    return -(p * log2(p) + (1 - p) * log2(1 - p))
