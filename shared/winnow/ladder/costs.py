"""What a document costs on a rung, in US dollars: by price where there is one, else by time. Pure.

A model without a price (a local one, a server of one's own) costs the machine it keeps busy: its
seconds at so many dollars an hour. That is said in every report, for it decides what pays.
"""

from typing import Final

from winnow.contracts.usage import Usage
from winnow.evaluation.answering import Answered
from winnow.ladder.rungs import LAYOUT

HOUR: Final = 3600.0
UNPRICED: Final = (None, "local")  # what `Usage.prices` says then


def seconds_of(answered: Answered, rung: str) -> float:
    """Seconds of the calls when they were made; of the layout, of drafting as a whole."""
    return answered.drafted if rung == LAYOUT else sum(one.seconds for one in answered.usage)


def cost_of(answered: Answered, rung: str, usd_per_hour: float) -> float:
    """US dollars of one document."""
    if rung == LAYOUT:
        return answered.drafted * usd_per_hour / HOUR
    return sum(_of_call(one, usd_per_hour) for one in answered.usage)


def by_time(answered: Answered, rung: str) -> bool:
    """Whether any of its cost was counted by time."""
    return rung == LAYOUT or any(one.prices in UNPRICED for one in answered.usage)


def _of_call(usage: Usage, usd_per_hour: float) -> float:
    if usage.prices in UNPRICED or usage.cost_usd is None:
        return usage.seconds * usd_per_hour / HOUR
    return usage.cost_usd
