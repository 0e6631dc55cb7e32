"""Intervals for shares and for F1. Pure."""

from math import sqrt
from statistics import NormalDist
from typing import Final

SURE: Final = 0.95


def wilson(count: int, of: int, sure: float = SURE) -> tuple[float, float]:
    """The score interval of a share (Wilson, JASA 22, 1927): sound for few and for extreme ones.

    It takes the cases to be independent. Nothing seen says nothing: 0 to 1.
    """
    if of == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + sure) / 2)
    share = count / of
    scale = 1 + z * z / of
    middle = (share + z * z / (2 * of)) / scale
    reach = z / scale * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    low = 0.0 if count == 0 else max(0.0, middle - reach)
    high = 1.0 if count == of else min(1.0, middle + reach)
    return low, high


def f1_interval(right: int, returned: int, true: int, sure: float = SURE) -> tuple[float, float]:
    """The interval of F1, 2 right / (returned + true).

    F* = right / (returned + true - right) is a share, and F1 = 2 F* / (1 + F*) rises with it (Hand,
    Christen, Kirielle, Machine Learning 110, 2021): so Wilson's interval of F* is one of F1.
    """
    low, high = wilson(right, returned + true - right, sure)
    return 2 * low / (1 + low), 2 * high / (1 + high)
