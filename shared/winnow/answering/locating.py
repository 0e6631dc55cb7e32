"""Where in a passage a quote stands. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from winnow.answering.sentences import Span
from winnow.contracts.evidence import Match

ALIKE: Final = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"',
        "\u00ab": '"', "\u00bb": '"', "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-",
        "\u2014": "-", "\u2212": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u00ad": "",
    }
)  # fmt: skip
LEAST: Final = 2  # characters; a shorter quote shows nothing unless it stands there as a word

UNPARTED: Final = 0x0E00  # signs from here on, Thai the first: hardly any script parts words


@dataclass(frozen=True, slots=True)
class Located:
    """The place of a quote: `kind` is EXACT, or NORMALISED where only its spelling differs."""

    span: Span
    kind: Match


def locate(quote: str, text: str) -> Located | None:
    """The first place of the quote: as it stands, else but for case, spaces, dashes and marks."""
    quote = quote.strip()
    if not any(sign.isalnum() for sign in quote):
        return None
    if (span := _exact(quote, text)) is not None:
        return Located(span, Match.EXACT)
    flat, origin = _flattened(text)
    wanted = _flattened(quote)[0].strip(" .,;:\"'")
    if len(wanted) < LEAST:
        return None
    found = re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", flat)
    if found is None:
        return None
    return Located(Span(origin[found.start()], origin[found.end() - 1] + 1), Match.NORMALISED)


def _exact(quote: str, text: str) -> Span | None:
    """Whole words first: "art" is not to be found in "part"."""
    found = re.search(rf"(?<!\w){re.escape(quote)}(?!\w)", text)
    if found is not None:
        return Span(found.start(), found.end())
    # where words are not parted by spaces, or may not be
    at = text.find(quote) if max(ord(quote[0]), ord(quote[-1])) >= UNPARTED else -1
    return None if at < 0 else Span(at, at + len(quote))


def _flattened(text: str) -> tuple[str, list[int]]:
    """The text with one spelling for each sign, and for each sign of it where it came from."""
    signs: list[str] = []
    origin: list[int] = []
    for at, sign in enumerate(text):
        for one in unicodedata.normalize("NFKC", sign.translate(ALIKE)).casefold():
            if one.isspace():
                if signs and signs[-1] == " ":
                    continue
                one = " "  # noqa: PLW2901
            signs.append(one)
            origin.append(at)
    return "".join(signs), origin
