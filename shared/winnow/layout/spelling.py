"""A value as labelled documents spell it: OCR reads SDN BND, the label says SDN BHD."""

from collections.abc import Mapping
from typing import Final

from rapidfuzz import fuzz, process

from winnow.layout.candidates import digits, letters

ALIKE: Final = 92.0  # of 100


def respelt(text: str, known: Mapping[str, str]) -> str:
    """The known spelling of the text, or the text. `known` is by letters and digits alone.

    A spelling with other digits is another value, however alike.
    """
    plain = letters(text)
    if plain in known:
        return known[plain]
    near = process.extractOne(plain, known.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
    if near is None or digits(near[0]) != digits(plain):
        return text
    return known[near[0]]
