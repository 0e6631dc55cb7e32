"""Whether two values say the same."""

import math
import unicodedata


def same(one: object, two: object) -> bool:
    """Numbers to the cent, text without regard to case and spacing; null only with null."""
    if isinstance(one, bool) or isinstance(two, bool):
        return one is two
    if isinstance(one, int | float) and isinstance(two, int | float):
        return math.isclose(one, two, abs_tol=0.005)
    if isinstance(one, str) and isinstance(two, str):
        return folded(one) == folded(two)
    return one is None and two is None


def folded(text: str) -> str:
    """Text without regard to case and spacing.

    Ligatures and wide letters (NFKC, Unicode annex 15) are what they stand for.
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
