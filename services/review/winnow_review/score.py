"""What is at stake in a review: the higher, the sooner a person should look. Pure."""

from collections.abc import Collection
from typing import Final

from winnow.contracts.reviews import ReviewRequested

PRIORITY: Final = 10.0  # a step of the sender's priority, in values in doubt
MUST_HAVE: Final = 3.0  # a value that the result must not lack
WITHOUT_RECIPE: Final = 5.0  # a document that nobody knows the type of
URGENT: Final = 5.0  # due at once; less the later it is due, nothing from a day on
DAY: Final = 24 * 3600.0  # seconds


def score_of(event: ReviewRequested, must_have: Collection[str] = ()) -> float:
    """Values in doubt by their weight, plus what an unknown type, priority and due time add."""
    doubts = sum(MUST_HAVE if pointer in must_have else 1.0 for pointer in event.doubtful)
    unknown = WITHOUT_RECIPE if event.recipe is None else 0.0
    left = (event.due_at - event.occurred_at).total_seconds()
    urgency = URGENT * min(1.0, max(0.0, 1.0 - left / DAY))
    return doubts + unknown + urgency + PRIORITY * event.priority
