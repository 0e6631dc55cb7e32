"""Whether two readings of a field say the same, with room for how text is spelt."""

from typing import Final, Literal

from rapidfuzz import fuzz

from winnow.contracts.evidence import Scalar
from winnow.layout.candidates import digits, letters
from winnow.recipes.equality import same

ALIKE: Final = 90.0  # of 100
SHORT: Final = 8  # letters; shorter texts must be equal

Agreement = Literal["agrees", "differs", "silent"]


def alike(one: Scalar, two: Scalar) -> bool:
    """Numbers to the cent, text by its letters and digits; long text may differ in a tenth.

    Digits must be the same ones: 12 Main Street is not 14 Main Street.
    """
    if same(one, two):
        return True
    if not (isinstance(one, str) and isinstance(two, str)):
        return False
    first, second = letters(one), letters(two)
    if first == second and first:
        return True
    if min(len(first), len(second)) < SHORT or digits(first) != digits(second):
        return False
    return fuzz.ratio(first, second) >= ALIKE
