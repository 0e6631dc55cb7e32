"""How fast documents are reviewed. Pure."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

import numpy as np

from winnow_review.quality.answer import Bucket, Spread
from winnow_review.quality.facts import Reading


def seconds_of(readings: Iterable[Reading]) -> list[float]:
    """What each document took its reader, as far as it was measured."""
    return [one.told.seconds for one in readings if one.told.seconds is not None]


def waited(readings: Iterable[Reading]) -> list[float]:
    """Seconds from each request to its first decision."""
    first: dict[str, float] = {}
    for one in readings:
        if one.told.against is None and one.asked_at is not None:
            seconds = max(0.0, (one.at - one.asked_at).total_seconds())
            first[one.request] = min(seconds, first.get(one.request, seconds))
    return list(first.values())


def spread(seconds: Iterable[float]) -> Spread | None:
    """Median and 90th percentile."""
    known = list(seconds)
    if not known:
        return None
    median, p90 = np.quantile(known, (0.5, 0.9))
    return Spread(count=len(known), median=float(median), p90=float(p90))


def buckets(
    readings: Iterable[Reading], since: datetime, until: datetime, step: timedelta
) -> tuple[Bucket, ...]:
    """Documents read in each `step` from `since` to `until`, those with none included."""
    counts = Counter((one.at - since) // step for one in readings if one.at >= since)
    size = max(0, (until - since) // step) + 1
    return tuple(
        Bucket(start=since + number * step, documents=counts[number]) for number in range(size)
    )
