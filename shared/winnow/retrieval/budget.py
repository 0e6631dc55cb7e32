"""How many passages a model is given: no more than so many tokens. Pure."""

from collections.abc import Iterable
from typing import Final

from winnow.vectors.port import Hit

BYTES_A_TOKEN: Final = 3


def tokens_of(text: str) -> int:
    """About the tokens of a text, rather too many: which model reads it is not known here.

    A third of its UTF-8 bytes: English has about four letters a token, Arabic about two letters of
    two bytes, Chinese about one character of three.
    """
    return -(-len(text.encode()) // BYTES_A_TOKEN)


def within(hits: Iterable[Hit], most: int, tokens: int) -> tuple[list[Hit], int]:
    """The first hits, at most `most`, that fit together, and how many tokens are left.

    One that does not fit is passed over for shorter ones behind it.
    """
    chosen: list[Hit] = []
    for hit in hits:
        if len(chosen) == most:
            break
        if (need := tokens_of(hit.text)) <= tokens:
            chosen.append(hit)
            tokens -= need
    return chosen, tokens
