"""Whether two values say the same."""

import math


def same(one: object, two: object) -> bool:
    """Numbers by value, text without regard to case and spacing; null only with null."""
    if isinstance(one, bool) or isinstance(two, bool):
        return one is two
    if isinstance(one, int | float) and isinstance(two, int | float):
        return math.isclose(one, two, abs_tol=0.005)
    if isinstance(one, str) and isinstance(two, str):
        return _folded(one) == _folded(two)
    return one is None and two is None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
